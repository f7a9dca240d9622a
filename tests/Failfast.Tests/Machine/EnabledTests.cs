using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>With Enabled = false only operators are heard.</summary>
public class EnabledTests
{
    [Theory]
    [InlineData("FFF =C #0 :isolate =I :close =C :disable =D :enable =C")]
    public void Apply_not_enabled_only_operators_count(string script) =>
        OneBreaker.Play(Policy.Consecutive(1) with { Enabled = false }, script);

    [Fact]
    public void Apply_not_enabled_changes_nothing_in_any_state()
    {
        var breaker = new OneBreaker(Policy.Consecutive(1)).Play("F +1s");
        breaker.Settings = breaker.Settings with { Enabled = false };
        var before = breaker.State;

        Assert.Null(breaker.Apply(new BreakerEvent.ProbeRequested(Guid.NewGuid())).Lease);
        breaker.Apply(new BreakerEvent.TimePassed(BreakerEvent.NobodySilent));
        breaker.Apply(new BreakerEvent.ProbeEnded(Guid.NewGuid(), before.Generation, 1, ProbeOutcome.Failure));

        Assert.Same(before, breaker.State);
    }

    [Fact]
    public void Apply_not_enabled_ends_a_decision_that_was_pending()
    {
        var breaker = new OneBreaker(Policy.Consecutive(1));
        breaker.State = breaker.State with { ConfirmBy = breaker.Now };
        breaker.Settings = breaker.Settings with { Enabled = false };
        breaker.Apply(new BreakerEvent.TimePassed(BreakerEvent.NobodySilent));
        Assert.Equal((BreakerState.Closed, null), (breaker.State.State, breaker.State.ConfirmBy));
    }

    [Fact]
    public void Apply_enabled_again_goes_on_where_it_was()
    {
        var breaker = new OneBreaker(Policy.Consecutive(1)).Play("F =O");
        breaker.Settings = Policy.Consecutive(1) with { Enabled = false };
        breaker.Play("+500ms");
        breaker.Settings = Policy.Consecutive(1);
        breaker.Play("=O !S +500ms S =C");
    }

    [Fact]
    public void Apply_observe_only_trips_like_any_other() =>
        OneBreaker.Play(Policy.Consecutive(2) with { ObserveOnly = true }, "FF =O +1s F =O +1s S =C");
}
