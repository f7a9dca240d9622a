using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Http;

/// <summary>Which breaker guards which client.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class RegistrationTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    public static TheoryData<string, string> Ways() => new()
    {
        { "client", "http-named-client" },
        { "name", "http-named-name-given" },
        { "authority", "http-named-authority@service.example-80" },
        { "selector", "http-named-GET" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AddFailfastBreaker_guards_by_the_breaker_that_is_named(string way, string breaker)
    {
        var client = $"http-named-{way}";
        using var network = new ScriptedHandler(HttpStatusCode.BadGateway);
        await using var app = _cluster.App(client, http => _ = way switch
        {
            "client" => http.On(network).AddFailfastBreaker(),
            "name" => http.On(network).AddFailfastBreaker("http-named-name-given"),
            "authority" => http.On(network).AddFailfastBreaker(by: HttpBreakerName.Authority),
            _ => http.On(network).AddFailfastBreaker(request => $"http-named-{request.Method}"),
        });
        for (var i = 0; i < 5; i++)
            (await app.Client(client).GetAsync("x")).Dispose();

        await _cluster.Client.GetBreaker(breaker).IsSeenAs(BreakerState.Open);
        Assert.Equal(breaker, (await Assert.ThrowsAsync<BreakerOpenException>(() => app.Client(client).GetAsync("x"))).BreakerName);
        Assert.Equal(5, network.Requests);
    }

    [Fact]
    public async Task AddFailfastBreaker_for_all_clients_takes_a_name_or_a_selector()
    {
        using var network = new ScriptedHandler(HttpStatusCode.BadGateway);
        var services = new ServiceCollection();
        services.AddSingleton(_cluster.Client);
        services.ConfigureHttpClientDefaults(all => all.ConfigurePrimaryHttpMessageHandler(() => network)
            .AddFailfastBreaker(request => $"http-default-{request.RequestUri!.Host}"));
        await using var app = services.BuildServiceProvider();
        for (var i = 0; i < 5; i++)
            (await app.Client(i % 2 == 0 ? "one" : "two").GetAsync("http://a/")).Dispose();

        await _cluster.Client.GetBreaker("http-default-a").IsSeenAs(BreakerState.Open);
        (await app.Client("one").GetAsync("http://b/")).Dispose();
    }

    [Fact]
    public void AddFailfastBreaker_for_all_clients_without_a_name_is_refused_at_once()
    {
        var services = new ServiceCollection();
        foreach (var add in new Action<IHttpClientBuilder>[] { all => all.AddFailfastBreaker(), all => all.AddFailfastBreaker(by: HttpBreakerName.Authority) })
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => services.ConfigureHttpClientDefaults(add));
            Assert.Contains("pass a name or a selector", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AddFailfastBreaker_bad_input_is_refused_at_once_and_named()
    {
        var http = new ServiceCollection().AddHttpClient("IGateway<Order>");
        Assert.Contains("'IGateway<Order>'", Assert.Throws<ArgumentException>(() => http.AddFailfastBreaker()).Message, StringComparison.Ordinal);
        Assert.Contains("'a/b'", Assert.Throws<ArgumentException>(() => http.AddFailfastBreaker("a/b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => http.AddFailfastBreaker((Func<HttpRequestMessage, string>)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => http.AddFailfastBreaker((HttpBreakerName)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => http.AddFailfastBreaker("a", options => options.CountUntil = (CountUntil)7));
        foreach (var wrong in new[] { TimeSpan.Zero, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan })
        {
            var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => http.AddFailfastBreaker("a", options => options.SlowCallDuration = wrong));
            Assert.Contains("1 ms to 1 hour", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("client", "'http-twice-client'")]
    [InlineData("name", "'psp'")]
    [InlineData("default", "'psp'")]
    [InlineData("authority", "same breakers")]
    [InlineData("selector", "same breakers")]
    public async Task CreateClient_guarded_twice_by_the_same_breaker_says_so(string way, string named)
    {
        var client = $"http-twice-{way}";
        Func<HttpRequestMessage, string> selector = request => request.RequestUri!.Host;
        await using var app = _cluster.App(client, http => _ = way switch
        {
            "client" => http.AddFailfastBreaker().AddFailfastBreaker(client),
            "name" => http.AddFailfastBreaker("psp").AddFailfastBreaker("psp", options => options.CountUntil = CountUntil.Body),
            "default" => http.AddFailfastBreaker("psp").Services.ConfigureHttpClientDefaults(all => all.AddFailfastBreaker("psp")),
            "authority" => http.AddFailfastBreaker(by: HttpBreakerName.Authority).AddFailfastBreaker(by: HttpBreakerName.Authority),
            _ => (object)http.AddFailfastBreaker(selector).AddFailfastBreaker(selector),
        });

        var thrown = Assert.Throws<InvalidOperationException>(() => app.Client(client));

        Assert.Contains($"'{client}' is guarded twice", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_through_two_breakers_counts_in_each_once()
    {
        const string client = "http-nested";
        using var network = new ScriptedHandler(HttpStatusCode.BadGateway);
        var (outer, inner) = (_cluster.CountingBreaker("http-nested-all"), _cluster.CountingBreaker(client));
        await using var app = _cluster.App(client, http => http.On(network).AddFailfastBreaker("http-nested-all").AddFailfastBreaker());

        (await app.Client(client).GetAsync("x")).Dispose();

        await outer.CountsAreExactly(_cluster, calls: 1, failures: 1);
        await inner.CountsAreExactly(_cluster, calls: 1, failures: 1);
    }

    [Fact]
    public async Task CreateClient_in_an_app_without_Orleans_says_what_to_call()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("payments").AddFailfastBreaker();
        await using var app = services.BuildServiceProvider();
        Assert.Contains("UseOrleansClient", Assert.Throws<InvalidOperationException>(() => app.Client("payments")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_counts_on_when_the_factory_replaces_its_handlers()
    {
        const string name = "http-rotated";
        await using var app = _cluster.App(name, http =>
            http.ConfigurePrimaryHttpMessageHandler(() => new ScriptedHandler(HttpStatusCode.BadGateway)).SetHandlerLifetime(TimeSpan.FromSeconds(1)).AddFailfastBreaker());
        var handlers = app.GetRequiredService<IHttpMessageHandlerFactory>();
        var first = handlers.CreateHandler(name);
        for (var i = 0; i < 4; i++)
            (await app.Client(name).GetAsync("x")).Dispose();
        await Eventually.Is(() => !ReferenceEquals(first, handlers.CreateHandler(name)));
        Assert.Equal(BreakerState.Closed, _cluster.Client.GetBreaker(name).State);
        (await app.Client(name).GetAsync("x")).Dispose();

        await _cluster.Client.GetBreaker(name).IsSeenAs(BreakerState.Open);
    }

    [Fact]
    public async Task SendAsync_by_a_handler_of_ones_own_chooses_its_breaker_by_request()
    {
        using var network = new ScriptedHandler(HttpStatusCode.BadGateway);
        using var http = new HttpClient(new BreakerHandler(request => _cluster.Client.GetBreaker($"http-own-{request.RequestUri!.Host}")) { InnerHandler = network });
        for (var i = 0; i < 5; i++)
            (await http.GetAsync("http://a/")).Dispose();
        await _cluster.Client.GetBreaker("http-own-a").IsSeenAs(BreakerState.Open);
        (await http.GetAsync("http://b/")).Dispose();
    }
}
