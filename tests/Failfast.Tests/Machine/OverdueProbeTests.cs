using Failfast.Contract;
using Failfast.Machine;
using static Failfast.Tests.Machine.Probing;

namespace Failfast.Tests.Machine;

/// <summary>Probes that do not come back in time have failed; their late success undoes that.</summary>
public class OverdueProbeTests
{
    private static readonly BreakerSettings Growing = Policy.Consecutive(1) with { BreakDurationFactor = 2, ProbeTimeout = TimeSpan.FromSeconds(10) };
    private static readonly BreakerSettings TwoPermits = Growing with { HalfOpenPermits = 2 };

    [Fact]
    public void Apply_overdue_probe_opens_again_for_longer_and_says_why()
    {
        var breaker = AtTheEndOfABreak(Growing);
        Late(breaker, A);
        breaker.Play("=O #2 ~2s +2s =H");
        Late(breaker, A);
        breaker.Play("=O #3 ~4s");
        Assert.Equal("a probe did not come back within 10 s", breaker.State.Reason);
    }

    [Fact]
    public void Apply_overdue_probe_with_a_limit_of_its_own_says_how_long_it_was_waited_for()
    {
        var breaker = AtTheEndOfABreak(Growing);
        breaker.End(breaker.Granted(A), ProbeOutcome.Overdue, lasted: 4);
        breaker.Play("=O #2");
        Assert.Equal("a probe did not come back within 4 s", breaker.State.Reason);
    }

    [Fact]
    public void Apply_lease_of_a_dead_host_teaches_nothing()
    {
        var breaker = AtTheEndOfABreak(Growing);
        breaker.Granted(A);
        breaker.Play("+15s =H #1");
        Assert.NotNull(breaker.Ask(B));
        breaker.Play("=H #1");
    }

    [Fact]
    public void Apply_late_success_closes_and_forgets_the_break_it_caused()
    {
        var breaker = AtTheEndOfABreak(Growing);
        var lease = Late(breaker, A);
        breaker.Play("+1s =O");
        breaker.End(lease, ProbeOutcome.Success, lasted: 12);
        breaker.Play("=C #0 F ~2s #2");
    }

    [Fact]
    public void Apply_late_success_after_the_break_it_caused_closes_too()
    {
        var breaker = AtTheEndOfABreak(Growing);
        var lease = Late(breaker, A);
        breaker.Play("+2s");
        breaker.Granted(B);
        breaker.Play("=H");
        breaker.End(lease, ProbeOutcome.Success, lasted: 12);
        breaker.Play("=C");
    }

    [Fact]
    public void Apply_late_success_that_does_not_suffice_is_counted_and_half_opens()
    {
        var breaker = AtTheEndOfABreak(Growing with { HalfOpenSuccesses = 3 });
        breaker.Play("S =H");
        var lease = Late(breaker, A);
        breaker.Play("=O #2");
        breaker.End(lease, ProbeOutcome.Success, lasted: 12);
        breaker.Play("=H #1");
        Assert.Equal((2, TimeSpan.FromSeconds(1)), (breaker.State.ProbeSuccesses, breaker.State.BreakLength));
        breaker.Play("S =C");
    }

    [Fact]
    public void Apply_late_success_ends_the_preference_of_others_to_its_host()
    {
        var breaker = AtTheEndOfABreak(Growing with { HalfOpenSuccesses = 2 });
        breaker.End(Late(breaker, A), ProbeOutcome.Success, lasted: 12);
        breaker.Play("=H");
        Assert.NotNull(breaker.Ask(A, hasBetter: true));
    }

    [Fact]
    public void Apply_late_successes_of_several_probes_add_up()
    {
        var breaker = AtTheEndOfABreak(TwoPermits with { HalfOpenSuccesses = 2 });
        var (first, second) = (breaker.Granted(A), breaker.Granted(B));
        breaker.End(first, ProbeOutcome.Overdue);
        breaker.End(second, ProbeOutcome.Overdue);
        breaker.Play("=O #2");
        breaker.End(first, ProbeOutcome.Success, lasted: 12);
        breaker.Play("=H #1");
        breaker.End(second, ProbeOutcome.Success, lasted: 12);
        breaker.Play("=C");
    }

    [Fact]
    public void Apply_late_success_told_twice_counts_once()
    {
        var breaker = AtTheEndOfABreak(Growing with { HalfOpenSuccesses = 3 });
        var lease = Late(breaker, A);
        breaker.End(lease, ProbeOutcome.Success);
        breaker.End(lease, ProbeOutcome.Success);
        Assert.Equal(1, breaker.State.ProbeSuccesses);
    }

    [Theory]
    [InlineData(ProbeOutcome.Success)]
    [InlineData(ProbeOutcome.Failure)]
    internal void Apply_late_success_when_a_later_probe_has_ended_changes_nothing(ProbeOutcome later)
    {
        var breaker = AtTheEndOfABreak(Growing with { HalfOpenSuccesses = 3 });
        var lease = Late(breaker, A);
        breaker.Play("+2s");
        breaker.End(breaker.Granted(B), later);
        ChangesNothing(breaker, lease);
    }

    [Fact]
    public void Apply_late_success_when_a_sibling_has_failed_changes_nothing()
    {
        var breaker = AtTheEndOfABreak(TwoPermits);
        var (late, sibling) = (breaker.Granted(A), breaker.Granted(B));
        breaker.End(late, ProbeOutcome.Overdue);
        breaker.End(sibling, ProbeOutcome.Failure);
        ChangesNothing(breaker, late);
    }

    [Fact]
    public void Apply_late_failure_leaves_nothing_to_undo()
    {
        var breaker = AtTheEndOfABreak(TwoPermits);
        var (late, sibling) = (breaker.Granted(A), breaker.Granted(B));
        breaker.End(late, ProbeOutcome.Overdue);
        breaker.End(sibling, ProbeOutcome.Overdue);
        breaker.End(sibling, ProbeOutcome.Failure);
        ChangesNothing(breaker, late);
    }

    [Fact]
    public void Apply_late_success_of_one_that_was_out_when_another_failed_changes_nothing()
    {
        var breaker = AtTheEndOfABreak(TwoPermits);
        var (failed, other) = (breaker.Granted(A), breaker.Granted(B));
        breaker.End(failed, ProbeOutcome.Failure);
        breaker.End(other, ProbeOutcome.Overdue);
        ChangesNothing(breaker, other);
    }

    [Theory]
    [InlineData(":isolate")]
    [InlineData(":close")]
    [InlineData(":disable")]
    [InlineData(":close F")]
    public void Apply_late_success_when_an_operator_has_spoken_changes_nothing(string word)
    {
        var breaker = AtTheEndOfABreak(Growing);
        var lease = Late(breaker, A);
        breaker.Play(word);
        ChangesNothing(breaker, lease);
    }

    [Fact]
    public void Apply_late_success_of_another_hosts_probe_or_number_changes_nothing()
    {
        var breaker = AtTheEndOfABreak(Growing);
        var lease = Late(breaker, A);
        ChangesNothing(breaker, lease with { Host = B });
        ChangesNothing(breaker, lease with { Number = lease.Number + 1 });
        ChangesNothing(breaker, lease with { Generation = lease.Generation - 1 });
    }

    [Fact]
    public void Snapshot_another_activation_does_not_honour_a_late_success()
    {
        var breaker = AtTheEndOfABreak(Growing);
        var lease = Late(breaker, A);
        var told = Recall.Snapshot(breaker.State, default, breaker.Now);
        breaker.State = Recall.State(told, breaker.Now, breaker.Settings, new(), mayLag: true);
        ChangesNothing(breaker, lease);
    }

    private static ProbeLease Late(OneBreaker breaker, Guid host)
    {
        var lease = breaker.Granted(host);
        breaker.Play("+10s");
        breaker.End(lease, ProbeOutcome.Overdue, lasted: 10);
        return lease;
    }

    private static void ChangesNothing(OneBreaker breaker, ProbeLease lease)
    {
        var before = breaker.State;
        breaker.End(lease, ProbeOutcome.Success, lasted: 12);
        Assert.Equal(before, breaker.State);
    }
}
