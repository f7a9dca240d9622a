using Failfast.Contract;
using Failfast.Machine;
using static Failfast.Tests.Machine.Probing;

namespace Failfast.Tests.Machine;

/// <summary>Probes that their callers gave up add up: more than a second in a row without an answer is a failed probe.</summary>
public class GivenUpProbeTests
{
    private static readonly BreakerSettings Growing = Policy.Consecutive(1) with { BreakDurationFactor = 2 };

    [Theory]
    [InlineData(2.0)]
    [InlineData(1.001)]
    [InlineData(.5, .501)]
    [InlineData(.3, .3, .3, .3)]
    public void Apply_more_than_a_second_together_is_a_failed_probe(params double[] seconds)
    {
        var breaker = AtTheEndOfABreak(Growing);
        for (var i = 0; i < seconds.Length; i++)
        {
            breaker.Play("=H #1");
            GiveUp(breaker, seconds[i]);
        }

        breaker.Play("=O #2 ~2s");
        Assert.StartsWith("probes were given up by their callers", breaker.State.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(.5, .5)]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(-100.0)]
    public void Apply_a_second_or_less_frees_the_lease_and_says_nothing(params double[] seconds)
    {
        var breaker = AtTheEndOfABreak(Growing);
        foreach (var lasted in seconds)
            Assert.True(GiveUp(breaker, lasted).LeaseFreed);
        breaker.Play("=H #1 S =C");
    }

    [Fact]
    public void Apply_an_answer_between_begins_anew()
    {
        var breaker = AtTheEndOfABreak(Growing with { HalfOpenSuccesses = 2 });
        GiveUp(breaker, .9);
        breaker.Play("S");
        GiveUp(breaker, .9);
        breaker.Play("=H S =C");
    }

    [Fact]
    public void Apply_the_next_half_open_begins_anew()
    {
        var breaker = AtTheEndOfABreak(Growing);
        GiveUp(breaker, .9);
        breaker.Play("F =O +2s =H");
        GiveUp(breaker, .9);
        breaker.Play("=H #2");
    }

    [Fact]
    public void Apply_ignored_probes_teach_nothing_and_end_no_row()
    {
        var breaker = AtTheEndOfABreak(Growing);
        for (var i = 0; i < 10; i++)
            Assert.True(breaker.End(breaker.Granted(A), ProbeOutcome.Ignored, lasted: 9).LeaseFreed);
        breaker.Play("=H #1");
        GiveUp(breaker, .9);
        breaker.End(breaker.Granted(A), ProbeOutcome.Ignored, lasted: 9);
        GiveUp(breaker, .9);
        breaker.Play("=O #2");
    }

    [Fact]
    public void Apply_no_host_makes_it_longer_than_a_probe_may_take()
    {
        var breaker = AtTheEndOfABreak(Growing with { ProbeTimeout = TimeSpan.FromSeconds(.4) });
        GiveUp(breaker, 1e6);
        GiveUp(breaker, 1e6);
        breaker.Play("=H");
        GiveUp(breaker, 1e6);
        breaker.Play("=O");
    }

    private static MachineStep GiveUp(OneBreaker breaker, double seconds) => breaker.End(breaker.Granted(A), ProbeOutcome.GivenUp, seconds);
}
