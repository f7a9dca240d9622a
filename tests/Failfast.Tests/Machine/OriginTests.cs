namespace Failfast.Tests.Machine;

/// <summary>The facts of ticketea/failfast, where the name comes from.</summary>
public class OriginTests
{
    private static readonly BreakerSettings OneFailure =
        Policy.Consecutive(1) with { BreakDuration = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData("F =O ~10s")]                      // one failure opens for the time-out
    [InlineData("F +5s =O !SFX")]                  // while open every call is rejected, whatever it would have been
    [InlineData("X =C X =C")]                      // an outcome that isn't a failure opens nothing
    [InlineData("F +5s !X =O")]                    // but while open its callers are rejected too
    [InlineData("F +10s-1t !S +1t S =C")]          // 5 at +10: not broken any more; 15 at +10: still broken
    [InlineData("F :close =C S")]                  // reset clears
    [InlineData("F !S !S !S =O")]                  // the break is not forgotten after the first look at it
    public void Apply_origin_facts_hold(string script) => OneBreaker.Play(OneFailure, script);

    [Fact]
    public void Apply_not_enabled_counts_nothing() =>
        OneBreaker.Play(OneFailure with { Enabled = false }, "FFFFF =C #0 S");
}
