using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>What went wrong in other distributed breakers, as far as one machine is concerned.</summary>
public class WentWrongElsewhereTests
{
    private const string OneInTen = "FFFFFFFFFS";

    [Fact]
    public void Apply_rare_success_holds_off_the_consecutive_rule() =>
        OneBreaker.Play(Policy.Consecutive(10), OneInTen.Times(100) + " =C");

    [Fact]
    public void Apply_rare_success_does_not_hold_off_the_ratio_rule() =>
        OneBreaker.Play(Policy.Ratio(.5, 20), OneInTen + "FFFFFFFFF =C S =C F =O");

    [Fact]
    public void Apply_call_that_began_closed_and_ends_half_open_is_no_probe()
    {
        var breaker = new OneBreaker(Policy.Consecutive(1)).Play("F +1s");
        breaker.Apply(new BreakerEvent.ProbeRequested(Guid.NewGuid()));
        var halfOpen = breaker.State;

        breaker.Apply(new BreakerEvent.Counted(Guid.NewGuid(), Calls.Now("S"), BreakerEvent.NobodySilent));
        breaker.Apply(new BreakerEvent.Counted(Guid.NewGuid(), Calls.Now("FFF"), BreakerEvent.NobodySilent));

        Assert.Same(halfOpen, breaker.State);
    }

    [Fact]
    public void Apply_fifty_callers_at_the_end_of_a_break_get_exactly_the_permits()
    {
        var breaker = new OneBreaker(Policy.Consecutive(1) with { HalfOpenPermits = 3 }).Play("F +1s");
        var hosts = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();

        var granted = Enumerable.Range(0, 50).Count(i => breaker.Apply(new BreakerEvent.ProbeRequested(hosts[i % 5])).Lease is not null);

        Assert.Equal(3, granted);
    }

    [Fact]
    public void Effective_and_snapshot_take_no_permit_and_cause_no_transition()
    {
        var breaker = new OneBreaker(Policy.Consecutive(1)).Play("F +1s");
        var before = breaker.State;

        Assert.Equal(BreakerState.HalfOpen, before.Effective(breaker.Now));
        Assert.Equal(BreakerState.Open, Recall.Snapshot(before, new Stamp(1, 1), breaker.Now).State);

        Assert.Same(before, breaker.State);
        Assert.Empty(before.Probes);
    }

    [Fact]
    public void Generation_counts_each_transition_once() =>
        // Open, half-open, open again, half-open, closed.
        Assert.Equal(5, new OneBreaker(Policy.Consecutive(2)).Play("FF +1s F +1s S =C").State.Generation);
}
