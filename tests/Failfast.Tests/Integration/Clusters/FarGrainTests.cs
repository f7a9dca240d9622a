using Failfast.Contract;

namespace Failfast.Tests.Integration.Clusters;

/// <summary>A grain that answers, but later than a caller may wait.</summary>
public sealed class FarGrainTests : IAsyncLifetime
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(100);

    private readonly ProbeRequests _requests = new();
    private readonly Tenants _tenants = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options => options.Defaults = new() { BreakDurationJitter = 0 },
        client: client => client.AddOutgoingGrainCallFilter(_requests).AddOutgoingGrainCallFilter(_tenants));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Guard_half_open_permit_that_comes_too_late_for_its_caller_serves_the_next()
    {
        var (breaker, answer) = await AskedFar("far");
        var first = breaker.TryGuard(_ => Task.FromResult(1));
        _cluster.Time.Advance(Budget);
        Assert.True((await first).IsRejected);
        // Nobody asks again while the first answer is awaited.
        await breaker.IsRejected();
        Assert.Equal(1, _requests.Count);

        answer.SetResult();

        await Eventually.Is(async () => (await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);
        await breaker.IsSeenAs(BreakerState.Closed);
        Assert.Equal(1, _requests.Count);
    }

    [Fact]
    public async Task Guard_cancelled_while_its_permit_is_on_the_way_ends_at_once_and_the_permit_serves_the_next()
    {
        var (breaker, answer) = await AskedFar("far-cancelled");
        using var cancel = new CancellationTokenSource();
        var call = breaker.Guard(_ => Task.FromResult(1), cancel.Token);

        // Time stands still: no budget frees it.
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
        answer.SetResult();
        await Eventually.Is(async () => (await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);
        await breaker.IsSeenAs(BreakerState.Closed);
        Assert.Equal(1, _requests.Count);
    }

    [Fact]
    public async Task WaitUntilAdmitting_half_open_permit_that_comes_late_is_the_waiters()
    {
        var (breaker, answer) = await AskedFar("far-waited-for");
        var waiting = breaker.WaitUntilAdmitting().AsTask();
        _cluster.Time.Advance(Budget);
        answer.SetResult();

        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(Budget / 10);
            return waiting.IsCompletedSuccessfully;
        });

        await breaker.Succeed();
        await breaker.IsSeenAs(BreakerState.Closed);
        Assert.Equal(1, _requests.Count);
    }

    [Fact]
    public async Task Guard_calls_that_come_seldom_find_a_permit_though_each_answer_comes_too_late()
    {
        var (breaker, answer) = await AskedFar("far-and-seldom");
        var first = breaker.TryGuard(_ => Task.FromResult(1));
        _cluster.Time.Advance(Budget);
        Assert.True((await first).IsRejected);
        answer.SetResult();

        // A call every 7 s, which is no multiple of what permits are kept for and of the pauses between.
        await Seldom(async () => (await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);

        await breaker.IsSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task TryEnter_that_comes_seldom_finds_a_permit()
    {
        var breaker = await HalfOpen("seldom");

        await Seldom(() =>
        {
            using var permit = breaker.TryEnter();
            permit?.Succeed();
            return Task.FromResult(permit is not null);
        });

        await breaker.IsSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_what_the_caller_carries_with_it_does_not_reach_the_grain()
    {
        RequestContext.Set("tenant", "secret");
        var breaker = await HalfOpen("context");

        await breaker.Succeed();

        await breaker.IsSeenAs(BreakerState.Closed);
        Assert.Contains(nameof(IBreakerHub.RequestProbe), _tenants.Seen.Keys);
        await Eventually.Is(() => _tenants.Seen.ContainsKey(nameof(IBreakerHub.EndProbe)));
        Assert.All(_tenants.Seen.Values, Assert.Null);
    }

    /// <summary>At the end of its break it has asked for a permit, and the answer is held up.</summary>
    private async Task<(IBreakerGrain Breaker, TaskCompletionSource Answer)> AskedFar(string name)
    {
        var answer = new TaskCompletionSource();
        _requests.Held = answer.Task;
        var breaker = await HalfOpen(name);
        await Eventually.Is(() => _requests.Count == 1);
        return (breaker, answer);
    }

    private async Task<IBreakerGrain> HalfOpen(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        return breaker;
    }

    private async Task Seldom(Func<Task<bool>> runs)
    {
        for (var call = 0; !await runs(); call++)
        {
            Assert.InRange(call, 0, 20);
            await Passes(TimeSpan.FromSeconds(7));
        }
    }

    // In steps that leave the grain time to answer.
    private async Task Passes(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(.5))
            await _cluster.Pass(TimeSpan.FromSeconds(.5));
    }

    private sealed class Tenants : IOutgoingGrainCallFilter
    {
        public System.Collections.Concurrent.ConcurrentDictionary<string, object?> Seen { get; } = new();

        public Task Invoke(IOutgoingGrainCallContext context)
        {
            if (context.InterfaceMethod.DeclaringType == typeof(IBreakerHub))
                Seen.AddOrUpdate(context.InterfaceMethod.Name, RequestContext.Get("tenant"), (_, seen) => seen ?? RequestContext.Get("tenant"));
            return context.Invoke();
        }
    }
}
