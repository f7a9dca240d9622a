using System.Collections.Concurrent;

namespace Failfast.Tests.Integration.Clusters;

[Collection(SharedClusterTests.Name)]
public sealed class ProbeTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData("one-probe", 1)]
    [InlineData("three-probes", 3)]
    public async Task Guard_fifty_callers_at_the_end_of_a_break_run_exactly_the_permitted_probes(string name, int permits)
    {
        var breakers = await Opened(name, permits);
        var probes = new ConcurrentBag<int>();
        var finish = new TaskCompletionSource();

        var callers = Enumerable.Range(0, 50).Select(caller => breakers[caller % breakers.Count].TryGuard(async _ =>
        {
            probes.Add(caller);
            await finish.Task;
            return caller;
        }).AsTask()).ToList();
        await Eventually.Is(
            () => probes.Count >= permits && callers.Count(caller => caller.IsCompleted) >= 50 - permits,
            () => $"{probes.Count} probes, {callers.Count(caller => caller.IsCompleted)} done");

        Assert.Equal(permits, probes.Count);
        Assert.All(callers.Where(caller => caller.IsCompleted), caller => Assert.True(caller.Result.IsRejected));
        finish.SetResult();
        Assert.Equal(permits, (await Task.WhenAll(callers)).Count(outcome => outcome.IsSuccess));
        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_probe_cancelled_by_its_caller_gives_the_permit_back()
    {
        var breakers = await Opened("cancelled-probe");
        using var cancel = new CancellationTokenSource();
        var runs = new TaskCompletionSource();
        var probe = _cluster.Admits(() => breakers[0].Guard(
            async Task (ct) =>
            {
                runs.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            },
            cancel.Token));
        await runs.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        Assert.Equal(1, (await breakers[0].GetStatus()).Probes);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await probe);
        // Long before any deadline gives it back.
        await _cluster.Admits(breakers[1].Succeed);
        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_call_that_began_closed_and_ends_half_open_is_not_taken_for_a_probe()
    {
        var breakers = _cluster.BreakersOn("late-success");
        await breakers.MeetAndSettle(_cluster);
        var finish = new TaskCompletionSource<int>();
        var early = breakers[2].Guard(_ => finish.Task);
        await Open(breakers);
        var runs = new TaskCompletionSource();
        var probing = _cluster.Admits(() => breakers[0].Guard(Task<int> (_) =>
        {
            runs.SetResult();
            return new TaskCompletionSource<int>().Task;
        }));
        await runs.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        finish.SetResult(1);
        await early;

        Assert.Equal(BreakerState.HalfOpen, (await breakers[0].GetStatus()).Snapshot.State);
        Assert.False(probing.IsCompleted);
    }

    [Fact]
    public async Task State_read_takes_no_permit_and_causes_no_transition()
    {
        var breakers = await Opened("read-only");
        // The host that was rejected last asks by itself.
        BreakerStatus before = null!;
        await Eventually.Is(async () => (before = await breakers[0].GetStatus()) is { Probes: 1, Snapshot.State: BreakerState.HalfOpen });

        for (var i = 0; i < 100; i++)
            Assert.All(breakers, breaker => Assert.Equal(BreakerState.HalfOpen, breaker.State));

        var after = await breakers[0].GetStatus();
        Assert.Equal(before.Snapshot.Generation, after.Snapshot.Generation);
        Assert.Equal(1, after.Probes);
        await _cluster.Admits(breakers[0].Succeed);
        await breakers.AreSeenAs(BreakerState.Closed);
    }

    private async Task<IReadOnlyList<IBreakerGrain>> Opened(string name, int permits = 1)
    {
        var breakers = _cluster.BreakersOn(name, it => it with { HalfOpenPermits = permits, HalfOpenSuccesses = permits });
        await breakers.MeetAndSettle(_cluster);
        await Open(breakers);
        return breakers;
    }

    /// <summary>Opens, and lets the break run out.</summary>
    private async Task Open(IReadOnlyList<IBreakerGrain> breakers)
    {
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await breakers.AreSeenAs(BreakerState.HalfOpen);
    }
}
