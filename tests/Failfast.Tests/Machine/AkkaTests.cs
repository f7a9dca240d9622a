using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>The facts of Akka's breaker.</summary>
public class AkkaTests
{
    [Fact]
    public void Apply_overdue_call_counts_before_it_ends() => OneBreaker.Play(Policy.Slow(1, 3), "LL =C L =O");

    [Theory]
    [InlineData("S")]
    [InlineData("F")]
    [InlineData("FFFFF")]
    [InlineData("L")]
    public void Apply_results_while_open_change_nothing(string calls)
    {
        var breaker = new OneBreaker(Policy.Consecutive(1)).Play("F =O +500ms");
        var open = breaker.State;

        breaker.Apply(new BreakerEvent.Counted(Guid.NewGuid(), Calls.Now(calls), BreakerEvent.NobodySilent));
        breaker.Apply(new BreakerEvent.ProbeEnded(Guid.NewGuid(), open.Generation, 1, ProbeOutcome.Success));

        Assert.Same(open, breaker.State);
        breaker.Play("~500ms +500ms =H");
    }
}
