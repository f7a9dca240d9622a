namespace Failfast.Tests.Machine;

/// <summary>The facts of failsafe-go.</summary>
public class FailsafeGoTests
{
    [Fact]
    public void Apply_success_breaks_the_run() => OneBreaker.Play(Policy.Consecutive(3), "FSFF =C F =O");

    [Fact]
    public void Apply_one_failed_probe_reopens_whatever_succeeded_before() => OneBreaker.Play(
        Policy.Consecutive(3) with { HalfOpenSuccesses = 3 }, "FFF +1s SS =H F =O +1s SS =H S =C");
}
