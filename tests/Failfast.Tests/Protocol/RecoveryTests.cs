using Failfast.Tests.Protocol.Virtual;

namespace Failfast.Tests.Protocol;

/// <summary>A dependency that is well again is found well soon, however often it is called and however far the grain is.</summary>
public class RecoveryTests
{
    private static readonly BreakerSettings Settings = new() { BreakDurationJitter = 0 };
    private static readonly double[] Intervals = [.01, .05, .1, .3, .7, 1, 1.1, 1.5, 2, 3, 4, 7, 13, 29, 60];
    private static readonly double[] RoundTrips = [0, .15, .5, 1, 2];

    public static IEnumerable<object[]> Alone() =>
        from interval in Intervals from roundTrip in RoundTrips select new object[] { interval, roundTrip };

    public static IEnumerable<object[]> Together() =>
        from one in Intervals from other in Intervals where one < other && other <= 29
        from roundTrip in new[] { 0, .15, 1 } select new object[] { one, other, roundTrip };

    [Theory]
    [MemberData(nameof(Alone))]
    public void Calls_of_one_host_the_first_or_second_after_the_grains_answer_probes(double interval, double roundTrip)
    {
        for (var phase = 0; phase < 4; phase++)
        {
            var cluster = new VirtualCluster(Settings);
            var host = cluster.AddHost(roundTrip);
            var ends = Open(cluster, [(host, interval)], phase);

            cluster.Pass((ends - cluster.Now).TotalSeconds + .1 + (2 * roundTrip) + (2 * interval) + .1);
            var probe = host.Calls.FindIndex(call => call.IsProbe);
            Assert.True(probe >= 0, $"no probe, phase {phase}");
            Assert.InRange(host.Calls.Take(probe).Count(call => call.At >= host.LeasedAt), 0, 1);
            Assert.Equal(BreakerState.Closed, cluster.State);
        }
    }

    [Theory]
    [MemberData(nameof(Together))]
    public void Calls_of_two_hosts_probe_within_the_shorter_interval(double one, double other, double roundTrip)
    {
        for (var phase = 0; phase < 4; phase++)
        {
            var cluster = new VirtualCluster(Settings);
            var hosts = new[] { cluster.AddHost(roundTrip), cluster.AddHost(roundTrip) };
            var ends = OpenByAnother(cluster, [(hosts[phase % 2], one), (hosts[1 - (phase % 2)], other)], phase);

            // Sweeps find the end of the break, half a round trip late. A lease may have to be handed over: request, recall, return, grant.
            cluster.Pass((ends - cluster.Now).TotalSeconds + one + (2.5 * roundTrip) + .3);
            Assert.True(hosts.Any(host => host.Calls.Exists(call => call.IsProbe)), $"no probe, phase {phase}");
        }
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(100, 1)]
    [InlineData(100, .2)]
    public void Calls_of_a_busy_host_that_alone_is_bad_do_not_keep_the_others_from_probing(double bad, double good)
    {
        var opened = 0;
        for (var phase = 0; phase < 10; phase++)
        {
            var cluster = new VirtualCluster(Settings);
            var (busy, other) = (cluster.AddHost(.001), cluster.AddHost(.001));
            other.CallEvery(1 / good, first: phase / (10 * good));
            cluster.Pass(20);
            busy.CallEvery(1 / bad, first: .01, () => Answer.Failure);
            // Where a success of the other comes between, the busy one holds back its own calls alone.
            if (!cluster.PassUntil(BreakerState.Open, atMost: 5))
                continue;
            opened++;
            Assert.True(cluster.PassUntil(BreakerState.Closed, atMost: 5 + 10 + 1 + (2 / good)), $"phase {phase}: {cluster.Machine.Breaks} breaks");
            Assert.InRange(cluster.Machine.PastBreaks, 1, 2);
        }

        Assert.InRange(opened, 5, 10);
    }

    [Fact]
    public void Host_that_rejected_calls_during_the_break_asks_by_itself_when_it_ends()
    {
        var cluster = new VirtualCluster(Settings);
        var host = cluster.AddHost();
        var ends = Open(cluster, [], 0, host);
        host.Call();
        Assert.False(host.Calls[^1].Ran);
        cluster.Pass((ends - cluster.Now).TotalSeconds + .15);
        Assert.Equal((BreakerState.HalfOpen, 1), (cluster.State, host.ProbeRequests));
    }

    /// <summary>Callers have gone on regularly for long when a third host opens the breaker, and dies.</summary>
    private static TimeSpan OpenByAnother(VirtualCluster cluster, (VirtualHost Host, double Interval)[] callers, int phase)
    {
        foreach (var (host, interval) in callers)
            host.CallEvery(interval, first: interval * (1 + phase) / 4);
        cluster.Pass((3 * callers.Max(caller => caller.Interval)) + 3 + (callers[0].Interval * phase / 3));
        cluster.Dependency = () => Answer.Failure;
        var third = cluster.AddHost();
        third.CallEvery(.01);
        Assert.True(cluster.PassUntil(BreakerState.Open, atMost: 30), $"{cluster.State}");
        third.IsDead = true;
        cluster.Dependency = () => Answer.Success;
        return cluster.Machine.OpenUntil;
    }

    private static TimeSpan Open(VirtualCluster cluster, (VirtualHost Host, double Interval)[] callers, int phase, VirtualHost? only = null)
    {
        var first = only ?? callers[0].Host;
        foreach (var host in cluster.Hosts)
            host.Call();
        cluster.Pass(3);
        foreach (var (host, interval) in callers)
            host.CallEvery(interval, first: interval * (1 + phase) / 4);
        for (var i = 0; i < 5; i++)
            first.Call(() => Answer.Failure);
        Assert.True(cluster.PassUntil(BreakerState.Open, atMost: 3), $"{cluster.State}");
        return cluster.Machine.OpenUntil;
    }
}
