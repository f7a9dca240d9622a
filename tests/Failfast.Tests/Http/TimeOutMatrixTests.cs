using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Http;

/// <summary>The same on real time, with the time-outs that end the calls: whatever cancels them, the hangs were counted before.</summary>
[Trait(Category.Key, Category.Slow)]
public sealed class TimeOutMatrixTests : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;
    private WebServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await WebServer.Start();
        _cluster = await BreakerCluster.Start(
            silos: 1, configure: options => options.Defaults = new() { BreakDuration = TimeSpan.FromSeconds(60) }, onRealTime: true);
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task SendAsync_to_a_server_that_hangs_opens_whatever_time_out_ends_the_call() => await Task.WhenAll(
        Opens("matrix-inside", http =>
        {
            http.AddStandardResilienceHandler();
            http.AddFailfastBreaker();
        }),
        Opens("matrix-outside", http => http.AddFailfastBreaker().AddStandardResilienceHandler()),
        Opens("matrix-client", http => http.AddFailfastBreaker().ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(1))),
        Opens("matrix-usual-client", http => http.ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(5)).AddFailfastBreaker()),
        Opens("matrix-caller", http => http.AddFailfastBreaker(), patience: TimeSpan.FromSeconds(6)));

    private async Task Opens(string name, Action<IHttpClientBuilder> configure, TimeSpan? patience = null)
    {
        await using var app = _cluster.App(name, http => configure(http.On(_server)));
        var breaker = _cluster.Client.GetBreaker(name);
        using var http = app.Client(name);
        using var callers = new CancellationTokenSource();
        if (patience is { } time)
            callers.CancelAfter(time);
        var calls = Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => http.GetAsync("hang", callers.Token))).ToList();
        await breaker.IsSeenAs(BreakerState.Open);
        Assert.StartsWith("5 failures in a row", breaker.Snapshot.Reason, StringComparison.Ordinal);
        callers.CancelAfter(TimeSpan.FromSeconds(2));
        await Task.WhenAll(calls);
    }
}
