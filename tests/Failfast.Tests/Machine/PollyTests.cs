using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>The facts of Polly v8's circuit breaker.</summary>
public class PollyTests
{
    [Fact]
    public void Apply_break_and_probe_follow_the_clock() => OneBreaker.Play(
        Policy.Ratio(.5, 10), "FFFFFFFFFF =O ~1s +500ms !S ~500ms +500ms =H F =O ~1s +1s S =C");

    [Theory]
    [InlineData(10, 10, 0, .1, false)]
    [InlineData(10, 10, .1, .1, true)]
    [InlineData(11, 10, .2, .1, true)]
    [InlineData(9, 10, .1, .1, false)]
    public void Apply_ratio_at_minimum_throughput(int calls, int minimum, double share, double ratio, bool opens)
    {
        var failures = (int)Math.Ceiling(calls * share);
        var breaker = new OneBreaker(Policy.Ratio(ratio, minimum));
        var counts = Calls.Of("S".Times(calls - failures) + "F".Times(failures));

        breaker.Apply(new BreakerEvent.Counted(Guid.NewGuid(), [new(default, counts)], BreakerEvent.NobodySilent));

        Assert.Equal(opens ? BreakerState.Open : BreakerState.Closed, breaker.State.State);
    }

    [Theory]
    [InlineData(":isolate =I ~null !S =I ~null")]
    [InlineData(":isolate !F =I ~null")]
    [InlineData(":isolate +1000s !S =I ~null")]
    [InlineData("FF =O :isolate +1000s !S =I :close S =C")]
    public void Apply_isolated_stays_isolated(string script) => OneBreaker.Play(Policy.Consecutive(2), script);

    [Theory]
    [InlineData(ProbeOutcome.Success)]
    [InlineData(ProbeOutcome.Failure)]
    internal void Apply_isolated_ignores_a_probe_that_ends(ProbeOutcome outcome)
    {
        var breaker = new OneBreaker(Policy.Consecutive(2)).Play("FF +1s");
        var host = Guid.NewGuid();
        var lease = breaker.Apply(new BreakerEvent.ProbeRequested(host)).Lease!.Value;
        var probed = breaker.State.Generation;
        breaker.Play(":isolate");

        breaker.Apply(new BreakerEvent.ProbeEnded(host, probed, lease.Number, outcome));

        breaker.Play("=I ~null");
    }

    [Fact]
    public void ToOpen_break_length_counts_the_attempts_before_it()
    {
        // Break k in a row lasts 2^k s: 5 failed cycles, a close that lasts, 3 cycles.
        var growing = Policy.Consecutive(1) with
        {
            BreakDurationFactor = 2, MaxBreakDuration = TimeSpan.FromDays(7),
        };
        OneBreaker.Play(growing, "F ~1s +1s F ~2s +2s F ~4s +4s F ~8s +8s F ~16s +16s S =C #0 +30s F ~1s +1s F ~2s +2s F ~4s #3");
    }

    [Theory]
    [InlineData("FSF =C")]
    [InlineData("FF =O")]
    [InlineData("FF +60s =H F =O")]
    [InlineData("FF +60s =H S =C F =C F =O")]
    public void Apply_consecutive_two(string script) => OneBreaker.Play(
        Policy.Consecutive(2) with { BreakDuration = TimeSpan.FromMinutes(1) }, script);
}
