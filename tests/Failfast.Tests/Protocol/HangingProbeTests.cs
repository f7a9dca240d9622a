using Failfast.Tests.Protocol.Virtual;

namespace Failfast.Tests.Protocol;

/// <summary>Probes of a dependency that hangs, answers late, or is not waited for.</summary>
public class HangingProbeTests
{
    private static readonly BreakerSettings Settings = new() { BreakDurationJitter = 0 };

    [Fact]
    public void Probe_that_does_not_come_back_opens_again_and_breaks_grow()
    {
        var (cluster, host) = Opened(Settings);
        cluster.Dependency = () => Answer.Never;
        host.CallEvery(1);
        cluster.Pass(300);

        // Breaks of 5, 10, 20, 40 and 60 s, with a probe of 10 s between each two.
        Assert.InRange(cluster.Machine.Breaks, 5, 7);
        Assert.InRange(host.Calls.Count(call => call.Ran), 10, 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.5)]
    [InlineData(2)]
    public void Probe_that_does_not_come_back_is_told_before_its_lease_is_over(double roundTrip)
    {
        var (cluster, host) = Opened(Settings, roundTrip);
        cluster.Dependency = () => Answer.Never;
        // Kept for seven seconds before its call comes.
        cluster.Pass(12.5);
        host.Call();
        Assert.True(host.Calls[^1].IsProbe);

        cluster.Pass(9.9 + (roundTrip / 2));
        Assert.Equal((BreakerState.HalfOpen, 1), (cluster.State, cluster.Machine.Breaks));
        cluster.Pass(.2);
        Assert.Equal((BreakerState.Open, 2), (cluster.State, cluster.Machine.Breaks));
    }

    [Fact]
    public void Probe_of_a_host_that_died_teaches_nothing_and_another_has_its_turn()
    {
        var (cluster, host) = Opened(Settings);
        var other = cluster.AddHost();
        other.CallEvery(1);
        cluster.Dependency = () => Answer.Never;
        cluster.Pass(4.9);
        other.IsDead = true;
        cluster.Pass(.5);
        host.Call();
        Assert.True(host.Calls[^1].IsProbe);
        host.IsDead = true;
        var third = cluster.AddHost();
        cluster.Dependency = () => Answer.Success;
        third.CallEvery(1);

        Assert.True(cluster.PassUntil(BreakerState.Closed, atMost: 18));
        Assert.DoesNotContain(third.Calls.Take(14), call => call.Ran);
        Assert.Equal(1, cluster.Machine.PastBreaks);
    }

    [Fact]
    public void Probe_whose_end_nobody_tells_is_a_call_that_hangs()
    {
        var (cluster, host) = Opened(Settings);
        cluster.Pass(5.5);
        host.Call(() => Answer.Never);
        cluster.Pass(10.2);
        Assert.Equal((BreakerState.Open, 2), (cluster.State, cluster.Machine.Breaks));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.15)]
    [InlineData(2)]
    public void Probe_that_succeeds_late_closes_though_every_call_takes_twelve_seconds(double roundTrip)
    {
        var (cluster, host) = Opened(Settings, roundTrip);
        cluster.Dependency = () => Answer.SuccessIn(12);
        host.CallEvery(1);

        Assert.True(cluster.PassUntil(BreakerState.Closed, atMost: 5 + 12 + 4 + (2 * roundTrip)));
        Assert.Equal((0, 1), (cluster.Machine.Breaks, cluster.Machine.PastBreaks));
    }

    [Fact]
    public void Probe_that_succeeds_late_closes_a_host_that_is_alone_too()
    {
        var (cluster, host) = Opened(Settings);
        cluster.IsReachable = false;
        cluster.Pass(15);
        host.Call(() => Answer.SuccessIn(12));
        // It waits for the grain first.
        cluster.Pass(.2);
        Assert.True(host.Calls[^1].IsProbe);
        cluster.Pass(10.1);
        Assert.Equal((BreakerState.Open, BreakerScope.Alone), (host.Snapshot.State, host.Snapshot.Scope));
        cluster.Pass(2);
        Assert.Equal(BreakerState.Closed, host.Snapshot.State);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(.3)]
    public void Probes_given_up_by_their_callers_open_again_and_breaks_grow(double seconds)
    {
        var (cluster, host) = Opened(Settings);
        cluster.Dependency = () => Answer.GivenUpIn(seconds);
        host.CallEvery(1);
        cluster.Pass(100);
        Assert.InRange(cluster.Machine.Breaks, 4, 6);
    }

    // Before a sweep, every 100 ms, has found it, and after.
    [Theory]
    [InlineData(.601)]
    [InlineData(.63)]
    [InlineData(.66)]
    [InlineData(.72)]
    public void Probe_that_is_given_up_after_its_time_has_failed_by_itself(double seconds)
    {
        var (cluster, host) = Opened(Settings with { ProbeTimeout = TimeSpan.FromSeconds(.6) });
        cluster.Pass(5.1);
        host.Call(() => Answer.GivenUpIn(seconds));
        cluster.Pass(1);

        Assert.Equal((BreakerState.Open, 2), (cluster.State, cluster.Machine.Breaks));
        Assert.Contains("did not come back within 0.6 s", cluster.Machine.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Probes_that_are_ignored_teach_nothing_however_long_they_take()
    {
        var (cluster, host) = Opened(Settings);
        cluster.Dependency = () => new Answer(Failfast.Protocol.CallOutcome.Ignored, 5);
        host.CallEvery(1);
        cluster.Pass(100);
        Assert.Equal((BreakerState.HalfOpen, 1), (cluster.State, cluster.Machine.Breaks));
        cluster.Dependency = () => Answer.Success;
        Assert.True(cluster.PassUntil(BreakerState.Closed, atMost: 8));
    }

    [Fact]
    public void RetryAfter_half_open_is_at_most_a_second()
    {
        var (cluster, host) = Opened(Settings);
        var other = cluster.AddHost(roundTrip: .15);
        cluster.Dependency = () => Answer.Never;
        host.CallEvery(.5);
        other.CallEvery(.3);
        cluster.Pass(5.2);
        cluster.Pass(8);
        Assert.Equal(BreakerState.HalfOpen, cluster.State);
        var rejected = host.Calls.Concat(other.Calls).Where(call => !call.Ran && call.At > cluster.Now - TimeSpan.FromSeconds(8)).ToList();
        Assert.InRange(rejected.Count, 30, 100);
        Assert.All(rejected, call => Assert.InRange(call.RetryAfter!.Value.TotalSeconds, 0, 1));
    }

    private static (VirtualCluster Cluster, VirtualHost Host) Opened(BreakerSettings settings, double roundTrip = 0)
    {
        var cluster = new VirtualCluster(settings);
        var host = cluster.AddHost(roundTrip);
        host.Call();
        cluster.Pass(3);
        cluster.Open(host);
        return (cluster, host);
    }
}
