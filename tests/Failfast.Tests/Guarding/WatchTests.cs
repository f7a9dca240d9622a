using System.Collections.Concurrent;

namespace Failfast.Tests.Guarding;

[Collection(SharedClusterTests.Name)]
public sealed class WatchTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Watch_reader_that_keeps_up_sees_each_transition_once_and_in_order_on_every_host()
    {
        var breakers = _cluster.BreakersOn("watched");
        await breakers.MeetAndSettle(_cluster);
        using var stop = new CancellationTokenSource();
        var seen = breakers.Select(_ => new ConcurrentQueue<BreakerState>()).ToList();
        var reading = breakers.Select((breaker, i) => Read(breaker, seen[i], stop.Token)).ToList();
        await Eventually.Is(() => seen.TrueForAll(states => states.Count == 1));

        // Opens, half-opens, opens again, half-opens, closes.
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        await AllRead(seen, 2);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await AllRead(seen, 3);
        await breakers[1].FailAsProbe(_cluster);
        await AllRead(seen, 4);
        _cluster.Time.Advance(TimeSpan.FromSeconds(10.1));
        await AllRead(seen, 5);
        await _cluster.Admits(breakers[2].Succeed);
        await AllRead(seen, 6);
        await breakers[3].Isolate();
        await AllRead(seen, 7);
        await breakers[3].Close();
        await AllRead(seen, 8);
        await stop.CancelAsync();

        foreach (var each in reading)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => each);
        BreakerState[] all =
        [
            BreakerState.Closed, BreakerState.Open, BreakerState.HalfOpen, BreakerState.Open, BreakerState.HalfOpen,
            BreakerState.Closed, BreakerState.Isolated, BreakerState.Closed,
        ];
        Assert.All(seen, states => Assert.Equal(all, states));
    }

    [Fact]
    public async Task Watch_what_a_host_holds_for_itself_is_told_there_once_and_in_order_and_nowhere_else()
    {
        var breakers = _cluster.BreakersOn("two-hosts-watched", it => it with { MinimumHosts = 2 });
        await breakers.MeetAndSettle(_cluster);
        using var stop = new CancellationTokenSource();
        var (own, others) = (new ConcurrentQueue<(BreakerState, BreakerScope)>(), new ConcurrentQueue<(BreakerState, BreakerScope)>());
        var reading = new[] { ReadAll(breakers[0], own, stop.Token), ReadAll(breakers[1], others, stop.Token) };
        await Eventually.Is(() => own.Count == 1 && others.Count == 1);

        await breakers[0].Fail(times: 5);
        await Eventually.Is(() => own.Count >= 2);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await Eventually.Is(() => own.Count >= 3);
        await breakers[0].Succeed();
        await Eventually.Is(() => own.Count >= 4);
        // A word to all shows that nothing else is on its way.
        await breakers[2].Isolate();
        await Eventually.Is(() => own.Count >= 5 && others.Count >= 2);
        await stop.CancelAsync();

        foreach (var each in reading)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => each);
        Assert.Equal(
            [
                (BreakerState.Closed, BreakerScope.Cluster), (BreakerState.Open, BreakerScope.Host), (BreakerState.HalfOpen, BreakerScope.Host),
                (BreakerState.Closed, BreakerScope.Cluster), (BreakerState.Isolated, BreakerScope.Cluster),
            ],
            own);
        Assert.Equal([(BreakerState.Closed, BreakerScope.Cluster), (BreakerState.Isolated, BreakerScope.Cluster)], others);
    }

    [Fact]
    public async Task Watch_reader_that_falls_behind_gets_the_latest_state()
    {
        var breaker = _cluster.Client.GetBreaker("watched-slowly");
        await breaker.Succeed();
        using var stop = new CancellationTokenSource();
        await using var reader = breaker.Watch(stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await reader.MoveNextAsync());

        for (var i = 0; i < 40; i++)
        {
            await breaker.Isolate($"{i}");
            await breaker.IsSeenAs(BreakerState.Isolated);
            await breaker.Close();
            await breaker.IsSeenAs(BreakerState.Closed);
        }

        await breaker.Isolate("the last");
        await breaker.IsSeenAs(BreakerState.Isolated);
        var read = 0;
        do
        {
            Assert.True(await reader.MoveNextAsync());
            read++;
        }
        while (reader.Current.Reason != "the last");

        Assert.InRange(read, 1, 33);
    }

    [Fact]
    public async Task Watch_idle_host_stays_in_touch_with_the_grain()
    {
        var breakers = _cluster.BreakersOn("watched-idly");
        await breakers.MeetAndSettle(_cluster);
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentQueue<BreakerState>();
        var reading = Read(breakers[1], seen, stop.Token);
        await Eventually.Is(() => seen.Count == 1);

        // Far longer than a lease, and than a silent host is told of anything.
        for (var i = 0; i < 60; i++)
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        await breakers[3].Isolate();

        await Eventually.Is(() => seen.Contains(BreakerState.Isolated), () => string.Join(' ', seen));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static async Task Read(IBreakerGrain breaker, ConcurrentQueue<BreakerState> seen, CancellationToken stop)
    {
        await foreach (var snapshot in breaker.Watch(stop))
            // Of the cluster: the host that fails opens for itself a moment before.
            if (snapshot.Scope == BreakerScope.Cluster)
                seen.Enqueue(snapshot.State);
    }

    private static async Task ReadAll(IBreakerGrain breaker, ConcurrentQueue<(BreakerState, BreakerScope)> seen, CancellationToken stop)
    {
        await foreach (var snapshot in breaker.Watch(stop))
            seen.Enqueue((snapshot.State, snapshot.Scope));
    }

    private static Task AllRead(List<ConcurrentQueue<BreakerState>> seen, int count) => Eventually.Is(
        () => seen.TrueForAll(states => states.Count >= count),
        () => string.Join(" | ", seen.Select(states => string.Join(' ', states))));
}
