using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>A dependency that is well for a moment and bad again: breaks go on growing.</summary>
public class FlappingTests
{
    private static readonly BreakerSettings Growing = Policy.Consecutive(5) with { BreakDurationFactor = 2, MaxBreakDuration = TimeSpan.FromSeconds(60) };

    [Theory]
    [InlineData("FFFFF ~1s +1s S =C FFFFF ~2s #2 +2s S =C FFFFF ~4s +4s S FFFFF ~8s +8s S FFFFF ~16s")]
    [InlineData("FFFFF ~1s +1s F ~2s +2s S =C #0 +30s-1t FFFFF ~4s #3")]
    public void Apply_opened_again_within_a_sampling_duration_of_closing_goes_on_growing(string script) => OneBreaker.Play(Growing, script);

    [Theory]
    [InlineData("FFFFF ~1s +1s F ~2s +2s S =C +30s FFFFF ~1s #1")]
    [InlineData("FFFFF +1s F ~2s :close FFFFF ~1s #1")]
    [InlineData("FFFFF +1s F +2s S =C :close FFFFF ~1s #1")]
    [InlineData("FFFFF +1s F +2s S =C :disable :enable FFFFF ~1s #1")]
    [InlineData("FFFFF +1s F +2s S =C :isolate :close FFFFF ~1s #1")]
    public void Apply_well_for_long_or_an_operators_word_begins_anew(string script) => OneBreaker.Play(Growing, script);

    [Fact]
    public void Snapshot_tells_another_activation_of_the_breaks_before()
    {
        var breaker = new OneBreaker(Growing).Play("FFFFF +1s F +2s S =C +5s");
        breaker.State = Recall.State(Recall.Snapshot(breaker.State, default, breaker.Now), breaker.Now, Growing, new());
        breaker.Play("+24s FFFFF ~4s #3");
    }

    [Fact]
    public void Snapshot_tells_another_activation_how_long_ago_it_closed()
    {
        var breaker = new OneBreaker(Growing).Play("FFFFF +1s F +2s S =C +5s");
        breaker.State = Recall.State(Recall.Snapshot(breaker.State, default, breaker.Now), breaker.Now, Growing, new());
        breaker.Play("+25s FFFFF ~1s #1");
    }

    [Fact]
    public void Apply_sampling_duration_is_that_of_the_settings_in_force()
    {
        var breaker = new OneBreaker(Growing).Play("FFFFF +1s S =C");
        breaker.Settings = Growing with { SamplingDuration = TimeSpan.FromSeconds(1) };
        breaker.Play("+1s FFFFF ~1s");
    }
}
