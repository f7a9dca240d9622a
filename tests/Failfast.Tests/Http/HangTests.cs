using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Http;

/// <summary>A server that accepts and never answers is seen wherever the guard stands among the time-outs, with no setting made.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class HangTests(SharedCluster shared) : IAsyncLifetime
{
    private readonly BreakerCluster _cluster = shared.Cluster;
    private readonly CancellationTokenSource _callers = new();
    private WebServer _server = null!;

    public async Task InitializeAsync() => _server = await WebServer.Start();

    public async Task DisposeAsync()
    {
        await _callers.CancelAsync();
        await _server.DisposeAsync();
        _callers.Dispose();
    }

    [Theory]
    [InlineData("alone")]
    [InlineData("own-token")]
    [InlineData("inside")]
    [InlineData("outside")]
    [InlineData("sync")]
    public async Task SendAsync_to_a_server_that_hangs_opens_at_the_threshold_th_hang(string place)
    {
        var name = $"http-hang-{place}";
        await using var app = _cluster.App(name, http => Place(http.On(_server), place));
        using var http = app.Client(name);
        var breaker = _cluster.Client.GetBreaker(name);
        using (await http.GetAsync("ok"))
        {
            // The first call of this process, which waits for the grain.
        }

        var calls = Enumerable.Range(0, 4).Select(_ => Hang(http, place)).ToList();
        await Eventually.Is(() => _server.Requests == 5);
        _cluster.Time.Advance(HttpStage.SlowLimit - TimeSpan.FromMilliseconds(100));
        Assert.Equal(0, (await breaker.GetStatus()).Failures);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(300));
        await _cluster.Becomes(async () => await breaker.GetStatus() is { Failures: 4, SlowCalls: 4, Snapshot.State: BreakerState.Closed });

        calls.Add(Hang(http, place));
        await Eventually.Is(() => _server.Requests == 6);
        _cluster.PassSlowLimit();
        await breaker.IsSeenAs(BreakerState.Open);

        Assert.All(calls, call => Assert.False(call.IsCompleted));
        await Assert.ThrowsAsync<BreakerOpenException>(() => http.GetAsync("ok"));
        Assert.Equal(6, _server.Requests);
        await _callers.CancelAsync();
        foreach (var call in calls)
            Assert.IsAssignableFrom<OperationCanceledException>(await Record.ExceptionAsync(() => call));
    }

    [Fact]
    public async Task SendAsync_probe_that_hangs_opens_again_after_the_same_limit_and_its_late_answer_closes()
    {
        const string name = "http-hang-probe";
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        using var network = new ScriptedHandler((request, _) => request.RequestUri!.AbsolutePath == "/hang"
            ? answer.Task
            : Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway)));
        await using var app = _cluster.App(name, http => http.On(network).AddFailfastBreaker());
        using var http = app.Client(name);
        var breaker = _cluster.Client.GetBreaker(name);
        for (var i = 0; i < 5; i++)
            (await http.GetAsync("bad")).Dispose();
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: Failfast.BreakerScope.Cluster });
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        Task<HttpResponseMessage>? probe = null;
        await Eventually.Is(() =>
        {
            if (probe is null || probe.IsFaulted)
                probe = http.GetAsync("hang");
            return network.Requests == 6;
        });

        _cluster.PassSlowLimit();

        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Breaks: 2 });
        Assert.Contains("a probe did not come back within 4", breaker.Snapshot.Reason, StringComparison.Ordinal);
        Assert.False(probe!.IsCompleted);
        using var late = new HttpResponseMessage();
        answer.SetResult(late);
        await probe;
        await breaker.IsSeenAs(BreakerState.Closed);
    }

    private Task Hang(HttpClient http, string place) => place == "sync"
        ? Task.Factory.StartNew(
            () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "hang");
                using var response = http.Send(request, _callers.Token);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : http.GetAsync("hang", _callers.Token);

    private static void Place(IHttpClientBuilder http, string place)
    {
        if (place == "inside")
            http.AddStandardResilienceHandler();
        http.AddFailfastBreaker();
        if (place == "outside")
            http.AddStandardResilienceHandler();
    }
}
