using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>An operator's word counts in every state.</summary>
public class OperatorTests
{
    private const string Closed = "", Open = "FF =O", HalfOpen = "FF +1s =H", Isolated = ":isolate", Disabled = ":disable";

    [Theory]
    [InlineData(Closed, "isolate", "=I")]
    [InlineData(Open, "isolate", "=I")]
    [InlineData(HalfOpen, "isolate", "=I")]
    [InlineData(Isolated, "isolate", "=I")]
    [InlineData(Disabled, "isolate", "=I")]
    [InlineData(Closed, "close", "=C #0")]
    [InlineData(Open, "close", "=C #0 S")]
    [InlineData(HalfOpen, "close", "=C #0 S")]
    [InlineData(Isolated, "close", "=C S")]
    [InlineData(Disabled, "close", "=C F =C F =O")]
    [InlineData(Closed, "disable", "=D FFFFF =D")]
    [InlineData(Open, "disable", "=D FFFFF =D")]
    [InlineData(HalfOpen, "disable", "=D FFFFF =D")]
    [InlineData(Isolated, "disable", "=D FFFFF =D")]
    [InlineData(Disabled, "disable", "=D FFFFF =D")]
    [InlineData(Closed, "enable", "=C")]
    [InlineData(Open, "enable", "=O !S")]
    [InlineData(HalfOpen, "enable", "=H")]
    [InlineData(Isolated, "enable", "=I !S")]
    [InlineData(Disabled, "enable", "=C F =C F =O")]
    public void Apply_operator_word_in_every_state(string before, string word, string after) =>
        OneBreaker.Play(Policy.Consecutive(2), $"{before} :{word} {after}");

    [Theory]
    [InlineData(Closed, "enable", 0)]
    [InlineData(Open, "enable", 0)]
    [InlineData(Isolated, "enable", 0)]
    [InlineData(Isolated, "isolate", 0)]
    [InlineData(Disabled, "disable", 0)]
    [InlineData(Closed, "close", 1)]    // ends what hosts hold open for themselves
    [InlineData(Closed, "isolate", 1)]
    [InlineData(Disabled, "enable", 1)]
    public void Apply_operator_word_makes_a_generation_only_for_a_transition(string before, string word, int made)
    {
        var breaker = new OneBreaker(Policy.Consecutive(2)).Play(before);
        var generation = breaker.State.Generation;
        Assert.Equal(generation + made, breaker.Play($":{word}").State.Generation);
    }

    [Fact]
    public void Apply_close_forgets_counts() => OneBreaker.Play(Policy.Consecutive(2), "F :close F =C F =O");

    [Fact]
    public void Apply_close_after_breaks_in_a_row_begins_with_the_first() => OneBreaker.Play(
        Policy.Consecutive(1) with { BreakDurationFactor = 2 }, "F +1s F +2s F ~4s :close F ~1s");

    [Fact]
    public void Apply_isolate_again_changes_the_reason()
    {
        var breaker = new OneBreaker(Policy.Consecutive(1)).Play(":isolate");
        breaker.Apply(new BreakerEvent.Isolated("migration"));
        Assert.Equal("migration", breaker.State.Reason);
        breaker.Apply(new BreakerEvent.Isolated(null));
        Assert.Null(breaker.State.Reason);
    }
}
