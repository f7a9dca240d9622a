using Failfast.Contract;
using static Failfast.Tests.Machine.Probing;

namespace Failfast.Tests.Machine;

/// <summary>After a failed or given-up probe another host comes first, until a report interval after the break's end.</summary>
public class PreferOthersTests
{
    private static readonly BreakerSettings Settings = Policy.Consecutive(1);

    [Theory]
    [InlineData(ProbeOutcome.Failure)]
    [InlineData(ProbeOutcome.Overdue)]
    internal void Apply_failed_probe_its_host_waits_an_interval_after_the_break(ProbeOutcome outcome)
    {
        var breaker = AtTheEndOfABreak(Settings);
        breaker.End(breaker.Granted(A), outcome);
        breaker.Play("=O +1s +1s-1t");
        Assert.Null(breaker.Ask(A, hasBetter: true));
        // Nor does its asking end the break for others to see.
        Assert.Equal(BreakerState.Open, breaker.State.State);
        breaker.Play("+1t");
        Assert.NotNull(breaker.Ask(A, hasBetter: true));
    }

    [Fact]
    public void Apply_failed_probe_another_host_probes_at_once()
    {
        var breaker = AtTheEndOfABreak(Settings);
        breaker.End(breaker.Granted(A), ProbeOutcome.Failure);
        breaker.Play("+1s");
        Assert.NotNull(breaker.Ask(B, hasBetter: true));
    }

    [Fact]
    public void Apply_given_up_probe_its_host_waits_an_interval()
    {
        var breaker = AtTheEndOfABreak(Settings);
        breaker.End(breaker.Granted(A), ProbeOutcome.GivenUp, lasted: .5);
        breaker.Play("=H +1s-1t");
        Assert.Null(breaker.Ask(A, hasBetter: true));
        breaker.Play("+1t");
        Assert.NotNull(breaker.Ask(A, hasBetter: true));
    }

    [Fact]
    public void Apply_ignored_probe_its_host_waits_for_nobody()
    {
        var breaker = AtTheEndOfABreak(Settings);
        breaker.End(breaker.Granted(A), ProbeOutcome.Ignored);
        Assert.NotNull(breaker.Ask(A, hasBetter: true));
    }

    [Fact]
    public void Apply_failed_probe_of_the_only_host_that_is_heard_probes_again_at_once()
    {
        var breaker = AtTheEndOfABreak(Settings);
        breaker.End(breaker.Granted(A), ProbeOutcome.Failure);
        breaker.Play("+1s");
        Assert.NotNull(breaker.Ask(A, hasBetter: false));
    }

    [Fact]
    public void Apply_preference_survives_reopening_by_another()
    {
        var breaker = AtTheEndOfABreak(Settings);
        breaker.End(breaker.Granted(A), ProbeOutcome.Failure);
        breaker.Play("+1s");
        breaker.End(breaker.Granted(B), ProbeOutcome.Failure);
        breaker.Play("+1s");
        Assert.Null(breaker.Ask(A, hasBetter: true));
        Assert.Null(breaker.Ask(B, hasBetter: true));
        Assert.NotNull(breaker.Ask(C, hasBetter: true));
    }

    [Fact]
    public void Apply_a_success_of_the_host_ends_it()
    {
        var breaker = AtTheEndOfABreak(Settings with { HalfOpenSuccesses = 3 });
        breaker.End(breaker.Granted(A), ProbeOutcome.Failure);
        breaker.Play("+1s");
        breaker.End(breaker.Granted(A), ProbeOutcome.Success);
        Assert.NotNull(breaker.Ask(A, hasBetter: true));
    }

    [Fact]
    public void Apply_closing_ends_it()
    {
        var breaker = AtTheEndOfABreak(Settings);
        breaker.End(breaker.Granted(A), ProbeOutcome.Failure);
        breaker.Play("+1s");
        breaker.End(breaker.Granted(B), ProbeOutcome.Success);
        breaker.Play("=C F =O +1s");
        Assert.NotNull(breaker.Ask(A, hasBetter: true));
    }
}
