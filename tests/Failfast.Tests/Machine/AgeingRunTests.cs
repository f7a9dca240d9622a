using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>Failures that have nothing to do with each other are no run.</summary>
public class AgeingRunTests
{
    private static readonly BreakerSettings Five = Policy.Consecutive(5);

    [Fact]
    public void Apply_failures_five_minutes_apart_open_nothing() =>
        OneBreaker.Play(Five, string.Join(" +300s ", Enumerable.Repeat("F =C", 8)));

    [Theory]
    [InlineData("F +19s F +19s F +19s F =C +19s F =O")]
    [InlineData("F +30s F +30s F +30s F =C +30s F =O")]
    [InlineData("FFFF +30s =C +1t F =C FFF =C F =O")]
    public void Apply_failures_within_a_sampling_duration_of_each_other_open_at_the_fifth(string script) => OneBreaker.Play(Five, script);

    [Fact]
    public void Apply_settings_raised_do_not_bring_back_what_was_too_old()
    {
        var breaker = new OneBreaker(Five).Play("FFFF +31s F");
        breaker.Settings = Five with { SamplingDuration = TimeSpan.FromMinutes(10) };
        breaker.Play("FFF =C F =O");
    }

    [Fact]
    public void Apply_host_that_told_of_its_success_with_a_later_failure_does_not_end_the_others_run()
    {
        var breaker = new OneBreaker(Policy.Consecutive(2));
        Report(Guid.NewGuid(), new AgedCounts(default, Calls.Of("S")));
        breaker.Play("+300ms");
        Report(Guid.NewGuid(), new AgedCounts(default, Calls.Of("F")));
        breaker.Play("=C +50ms");
        Report(Guid.NewGuid(), new AgedCounts(Ms(350), Calls.Of("SF"), default, Ms(350)));
        breaker.Play("=O");

        void Report(Guid host, AgedCounts told) => breaker.Apply(new BreakerEvent.Counted(host, [told], BreakerEvent.NobodySilent));
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
