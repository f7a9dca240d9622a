namespace Failfast.Tests.Machine;

/// <summary>The facts of semian: three errors within a window.</summary>
public class SemianTests
{
    [Theory]
    [InlineData(5, "F +5s F +1s F =C")]
    [InlineData(10, "F +5s F +1s F =O")]
    public void Apply_errors_in_the_window(double seconds, string script) =>
        OneBreaker.Play(Policy.Ratio(1, 3, seconds), script);

    [Fact]
    public void Apply_backoff_doubles_and_resets_on_close() => OneBreaker.Play(
        Policy.Consecutive(3) with { BreakDurationFactor = 2 }, "FFF ~1s +1s F ~2s +2s F ~4s +4s S =C +30s FFF ~1s");
}
