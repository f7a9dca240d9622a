using Failfast.Contract;

namespace Failfast.Tests.Integration.Clusters;

/// <summary>A process that speaks the hosts' language to a real grain, and speaks it badly.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class HostileHostTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Report_nonsense_over_the_wire_is_answered_and_changes_nothing_for_the_others()
    {
        var breakers = _cluster.BreakersOn("hostile-nonsense");
        await breakers.MeetAndSettle(_cluster);
        var hub = _cluster.Client.GetGrain<IBreakerHub>("hostile-nonsense");
        var stamp = (await hub.Report(Liar())).Snapshot.Stamp;
        long[] odd = [long.MinValue, -1, long.MaxValue];

        foreach (var number in odd)
        {
            var counts = new AgedCounts(new TimeSpan(number), new CallCounts(number, number, number, number, number, number));
            Assert.NotNull(await hub.Report(Liar() with { Sequence = number, Generation = number, Counts = [counts] }));
            Assert.True((await hub.Report(Liar() with { Remembered = new GrainSnapshot { Stamp = new(number, number) } })).ForgetYours);
            Assert.Empty((await hub.RequestProbe(Liar() with { Generation = number })).GrantedProbes);
            Assert.NotNull(await hub.EndProbe(new ProbeReport(Guid.NewGuid(), number, number, (ProbeOutcome)99, null)));
        }

        // The same report ten times over, with a stamp and a generation that are right.
        var replayed = Liar() with
        {
            Sequence = 7, Remembered = new GrainSnapshot { Stamp = stamp }, Counts = [new(default, CallCounts.OneFailure)],
        };
        for (var i = 0; i < 10; i++)
            await hub.Report(replayed);

        var status = await breakers[0].GetStatus();
        Assert.Equal((BreakerState.Closed, 1L), (status.Snapshot.State, status.Failures));
        await breakers[0].Fail(times: 5);
        // The many hosts that the liar has been don't answer when the grain asks: it waits for them no longer than it may.
        foreach (var breaker in breakers)
            await Eventually.Is(() =>
            {
                _cluster.Time.Advance(TimeSpan.FromMilliseconds(10));
                return breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster };
            });
    }

    [Fact]
    public async Task Push_observers_that_throw_or_block_hold_up_neither_the_grain_nor_the_others()
    {
        var breakers = _cluster.BreakersOn("hostile-observers");
        await breakers.MeetAndSettle(_cluster);
        var hub = _cluster.Client.GetGrain<IBreakerHub>("hostile-observers");
        var (throwing, blocking, holding) = (new Throwing(), new Blocking(), new HoldingItsThread());
        var references = new IBreakerObserver[] { throwing, blocking, holding }.Select(_cluster.Client.CreateObjectReference<IBreakerObserver>).ToList();
        foreach (var observer in references)
            await hub.Report(Liar() with { Observer = observer });

        for (var i = 0; i < 5; i++)
        {
            await breakers[0].Isolate($"round {i}");
            await breakers.AreSeenAs(BreakerState.Isolated);
            await breakers[0].Close();
            await breakers.AreSeenAs(BreakerState.Closed);
        }

        await Eventually.Is(() => throwing.Pushes > 0 && blocking.Pushes > 0 && holding.Pushes > 0);
        blocking.Go.SetResult();
        holding.Go.Set();
        GC.KeepAlive(references);
    }

    private static HostReport Liar() => new() { Host = Guid.NewGuid(), HostName = "liar" };

    private sealed class Throwing : IBreakerObserver
    {
        public int Pushes { get; private set; }

        public Task Push(string breaker, GrainSnapshot snapshot)
        {
            Pushes++;
            throw new InvalidOperationException("no");
        }

        public Task RequestReport(string breaker) => throw new InvalidOperationException("no");

        public Task Grant(string breaker, GrainReply reply, TimeSpan at) => throw new InvalidOperationException("no");

        public Task Offer(string breaker) => throw new InvalidOperationException("no");

        public Task Recall(string breaker, long number) => throw new InvalidOperationException("no");
    }

    private sealed class HoldingItsThread : IBreakerObserver
    {
        public ManualResetEventSlim Go { get; } = new();

        public int Pushes { get; private set; }

        public Task Push(string breaker, GrainSnapshot snapshot)
        {
            Pushes++;
            Go.Wait();
            return Task.CompletedTask;
        }

        public Task RequestReport(string breaker)
        {
            Go.Wait();
            return Task.CompletedTask;
        }

        public Task Grant(string breaker, GrainReply reply, TimeSpan at) => RequestReport(breaker);

        public Task Offer(string breaker) => RequestReport(breaker);

        public Task Recall(string breaker, long number) => RequestReport(breaker);
    }

    private sealed class Blocking : IBreakerObserver
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Pushes { get; private set; }

        public Task Push(string breaker, GrainSnapshot snapshot)
        {
            Pushes++;
            return Go.Task;
        }

        public Task RequestReport(string breaker) => Go.Task;

        public Task Grant(string breaker, GrainReply reply, TimeSpan at) => Go.Task;

        public Task Offer(string breaker) => Go.Task;

        public Task Recall(string breaker, long number) => Go.Task;
    }
}
