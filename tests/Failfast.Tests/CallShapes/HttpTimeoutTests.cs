using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.CallShapes;

/// <summary>A guard among the time-outs of a real <see cref="HttpClient"/>, whose server accepts and never answers.</summary>
public sealed class HttpTimeoutTests : IAsyncLifetime
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(300);

    private readonly HangingServer _server = new();
    private readonly LogLines _log = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options =>
        {
            options.Defaults = new() { SamplingDuration = TimeSpan.FromSeconds(1.5), BreakDuration = TimeSpan.FromSeconds(60) };
            options.Breakers["seeing-*"] = options.Defaults with { SlowCallDuration = TimeOut / 2 };
        },
        client: client => client.Services.AddLogging(it => it.AddProvider(_log).AddFilter<LogLines>("Failfast", LogLevel.Warning)),
        onRealTime: true);

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("blind-client-timeout", false)]
    [InlineData("blind-resilience", true)]
    public async Task Guard_inside_the_time_out_sees_only_cancelled_calls_and_warns_once(string name, bool isResilient)
    {
        await using var services = Services(name, Inside(isResilient));
        await Eventually.Is(async () =>
        {
            await CallAtOnce(services, name);
            return Warnings(name) > 0;
        });
        for (var i = 0; i < 6; i++)
            await CallAtOnce(services, name);

        Assert.Equal(1, Warnings(name));
        var status = await _cluster.Client.GetBreaker(name).GetStatus();
        Assert.Equal((BreakerState.Closed, 0), (status.Snapshot.State, status.Failures));
    }

    [Theory]
    [InlineData("seeing-client-timeout", false)]
    [InlineData("seeing-resilience", true)]
    public async Task Guard_inside_the_time_out_with_a_shorter_slow_call_duration_sees_the_hang(string name, bool isResilient)
    {
        await using var services = Services(name, Inside(isResilient));
        await OpensWith(services, name);
    }

    [Fact]
    public async Task Guard_outside_of_a_resilience_handler_sees_its_time_outs_as_failures()
    {
        const string Name = "outside-resilience";
        await using var services = Services(Name, http => Resilience(http.AddHttpMessageHandler(() => Handler(Name))));
        await OpensWith(services, Name);
    }

    [Fact]
    public async Task Guard_around_the_client_sees_its_time_outs_as_failures()
    {
        var breaker = _cluster.Client.GetBreaker("around");
        using var http = new HttpClient { Timeout = TimeOut };
        await Eventually.Is(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => breaker.Guard(ct => http.GetAsync(_server.Address, ct)))));
            return breaker.State == BreakerState.Open;
        });
        Assert.Equal(0, Warnings("around"));
    }

    private async Task OpensWith(ServiceProvider services, string name)
    {
        await Eventually.Is(async () =>
        {
            await CallAtOnce(services, name);
            return _cluster.Client.GetBreaker(name).State == BreakerState.Open;
        });
        Assert.Equal(0, Warnings(name));
    }

    private Action<IHttpClientBuilder> Inside(bool isResilient) => http =>
    {
        if (isResilient)
            Resilience(http);
        else
            http.ConfigureHttpClient(client => client.Timeout = TimeOut);
        http.AddHttpMessageHandler(() => Handler(http.Name));
    };

    private GuardingHandler Handler(string name) => new(_cluster.Client.GetBreaker(name));

    private static void Resilience(IHttpClientBuilder http) => http.AddStandardResilienceHandler(options =>
    {
        options.AttemptTimeout.Timeout = TimeOut;
        options.TotalRequestTimeout.Timeout = TimeOut * 3;
        options.Retry.MaxRetryAttempts = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        options.CircuitBreaker.MinimumThroughput = 1_000_000;
    });

    private static ServiceProvider Services(string name, Action<IHttpClientBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddHttpClient(name));
        return services.BuildServiceProvider();
    }

    private async Task CallAtOnce(ServiceProvider services, string name)
    {
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => http.GetAsync(_server.Address))));
    }

    private int Warnings(string name) => _log.All.Count(line => line.StartsWith($"Warning: Breaker '{name}' sees no outcomes", StringComparison.Ordinal));
}
