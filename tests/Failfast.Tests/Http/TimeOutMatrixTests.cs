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
        Opens("matrix-client", http => http.AddFailfastBreaker().ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(2))),
        Opens("matrix-usual-client", http => http.ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(5)).AddFailfastBreaker()),
        Opens("matrix-caller", http => http.AddFailfastBreaker(), patient: TimeSpan.FromSeconds(6)));

    private async Task Opens(string name, Action<IHttpClientBuilder> configure, TimeSpan? patient = null)
    {
        await using var app = _cluster.App(name, http => configure(http.On(_server)));
        // Some calls have no other time-out that comes soon: by then they were slow.
        var patience = patient ?? TimeSpan.FromSeconds(12);
        var breaker = _cluster.Client.GetBreaker(name);
        using var http = app.Client(name);
        // The first call of a process compiles all that it passes through, which takes long on a busy machine.
        Assert.Equal("fine", await http.GetStringAsync("ok"));

        // Five hangs, and more only where the machine stood still for so long that calls were cancelled as soon as they began.
        await Eventually.Is(async () =>
        {
            using var callers = new CancellationTokenSource();
            var calls = Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => http.GetAsync("hang", callers.Token))).ToList();
            callers.CancelAfter(patience);
            await Task.WhenAll(calls);
            return breaker.State == BreakerState.Open;
        });
        Assert.Contains("failures in a row", breaker.Snapshot.Reason, StringComparison.Ordinal);
    }
}
