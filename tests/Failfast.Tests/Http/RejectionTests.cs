using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Http;

[Collection(SharedClusterTests.Name)]
public sealed class RejectionTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_rejected_throws_and_no_outer_retry_repeats_it(bool isSync)
    {
        var name = $"http-rejected-{isSync}";
        using var network = new ScriptedHandler(HttpStatusCode.OK);
        var tries = new Attempts();
        await using var app = _cluster.App(name, http =>
        {
            http.On(network).AddStandardResilienceHandler();
            http.AddHttpMessageHandler(() => tries.Handler()).AddFailfastBreaker();
        });
        await Isolate(name);
        using var http = app.Client(name);
        using var request = new HttpRequestMessage(HttpMethod.Get, "x");

        // The resilience handler has no synchronous path.
        var thrown = isSync
            ? Record.Exception(() => new HttpMessageInvoker(new BreakerHandler(_cluster.Client.GetBreaker(name)) { InnerHandler = network })
                .Send(new HttpRequestMessage(HttpMethod.Get, "http://service.example/"), CancellationToken.None))
            : await Record.ExceptionAsync(() => http.SendAsync(request));

        Assert.Equal((name, BreakerState.Isolated), thrown is BreakerOpenException it ? (it.BreakerName, it.State) : default);
        Assert.Equal((isSync ? 0 : 1, 0), (tries.Count, network.Requests));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_rejected_returns_a_503_if_that_is_wanted(bool isSync)
    {
        var name = $"http-503-{isSync}";
        using var network = new ScriptedHandler(HttpStatusCode.OK);
        await using var app = _cluster.App(name, http => http.On(network).AddFailfastBreaker(options => options.RejectWithResponse = true));
        await _cluster.Client.GetBreaker(name).IsolateFor(TimeSpan.FromSeconds(90), "moving");
        await _cluster.Client.GetBreaker(name).IsSeenAs(BreakerState.Isolated);
        using var http = app.Client(name);
        using var request = new HttpRequestMessage(HttpMethod.Get, "x");

        using var response = isSync ? http.Send(request) : await http.SendAsync(request);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, request), (response.StatusCode, response.RequestMessage));
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 95);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal(0, network.Requests);
    }

    // With 0 a retry around the guard would come at once.
    [Fact]
    public async Task SendAsync_rejected_by_a_limit_asks_for_a_second_in_its_503()
    {
        var breaker = _cluster.Breaker("http-503-crowded", it => it with { MaxConcurrentCalls = 1 });
        using var taken = await breaker.EnterAsync();
        using var network = new ScriptedHandler(HttpStatusCode.OK);
        using var http = new HttpMessageInvoker(new BreakerHandler(breaker, new() { RejectWithResponse = true }) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://service.example/");

        using var response = await http.SendAsync(request, CancellationToken.None);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task SendAsync_while_disabled_runs_and_counts_nothing()
    {
        const string name = "http-disabled";
        using var network = new ScriptedHandler(HttpStatusCode.BadGateway);
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Disable();
        await breaker.IsSeenAs(BreakerState.Disabled);
        await using var app = _cluster.App(name, http => http.On(network).AddFailfastBreaker(options => options.CountUntil = CountUntil.Body));
        using var http = app.Client(name);
        for (var i = 0; i < 10; i++)
            (await http.GetAsync("x")).Dispose();

        Assert.Equal(10, network.Requests);
        Assert.Equal(0, (await breaker.GetStatus()).Calls);
    }

    private async Task Isolate(string name)
    {
        await _cluster.Client.GetBreaker(name).Isolate("moving");
        await _cluster.Client.GetBreaker(name).IsSeenAs(BreakerState.Isolated);
    }

    /// <summary>Counts the attempts that a retry makes outside of the guard.</summary>
    private sealed class Attempts
    {
        private int _count;

        public int Count => _count;

        public DelegatingHandler Handler() => new Counting(this);

        private sealed class Counting(Attempts all) : DelegatingHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref all._count);
                return base.SendAsync(request, cancellationToken);
            }
        }
    }
}
