using Failfast.Contract;
using Failfast.Machine;
using static Failfast.Tests.Machine.Probing;

namespace Failfast.Tests.Machine;

/// <summary>How long a lease lasts, and how its host keeps it.</summary>
public class LeaseTests
{
    private static readonly BreakerSettings TenSeconds = Policy.Consecutive(1) with { ProbeTimeout = TimeSpan.FromSeconds(10) };

    [Theory]
    // The probe's time, as long as the lease may be kept, two intervals to tell its end in.
    [InlineData(10, 1, 15)]
    [InlineData(.5, 1, 5.5)]
    [InlineData(10, .1, 13.2)]
    [InlineData(10, 2, 20)]
    public void Length_outlasts_the_probe(double limit, double interval, double length) => Assert.Equal(
        TimeSpan.FromSeconds(length),
        ProbeLeases.Length(TenSeconds with { ProbeTimeout = TimeSpan.FromSeconds(limit) }, new() { ReportInterval = TimeSpan.FromSeconds(interval) }));

    [Fact]
    public void Apply_renewed_lease_lasts_as_long_again_however_often()
    {
        var breaker = AtTheEndOfABreak(TenSeconds);
        var lease = breaker.Granted(A);
        for (var i = 0; i < 5; i++)
        {
            breaker.Play("+14s");
            var renewed = Assert.NotNull(breaker.Apply(new BreakerEvent.ProbeRenewed(A, lease.Number)).Lease);
            Assert.Equal(lease with { Deadline = breaker.Now + TimeSpan.FromSeconds(15) }, renewed);
            Assert.Equal(renewed, Assert.Single(breaker.State.Probes));
        }
    }

    [Fact]
    public void Apply_nothing_renews_what_is_over_or_anothers()
    {
        var breaker = AtTheEndOfABreak(TenSeconds);
        var lease = breaker.Granted(A);
        Assert.Null(breaker.Apply(new BreakerEvent.ProbeRenewed(B, lease.Number)).Lease);
        Assert.Null(breaker.Apply(new BreakerEvent.ProbeRenewed(A, lease.Number + 1)).Lease);
        breaker.Play("+15s");
        Assert.Null(breaker.Apply(new BreakerEvent.ProbeRenewed(A, lease.Number)).Lease);
        var next = breaker.Granted(B);
        breaker.End(next, ProbeOutcome.Failure);
        breaker.Play("+1s");
        breaker.Granted(B);
        Assert.Null(breaker.Apply(new BreakerEvent.ProbeRenewed(B, next.Number)).Lease);
    }

    [Fact]
    public void Apply_lease_that_was_lost_on_its_way_is_granted_again_as_it_is()
    {
        var breaker = AtTheEndOfABreak(TenSeconds);
        var lost = breaker.Granted(A);
        breaker.Play("+1s");
        Assert.Null(breaker.Ask(A, known: [lost.Number]));
        Assert.Null(breaker.Ask(B, known: []));
        Assert.Equal(lost, breaker.Ask(A, known: []));
        Assert.Equal(lost, Assert.Single(breaker.State.Probes));
    }
}
