namespace Failfast.Tests.Machine;

/// <summary>The facts of Sentinel.</summary>
public class SentinelTests
{
    [Theory]
    [InlineData("SSS LLLLLLL =C")]                 // 7 slow of 10
    [InlineData("SSS LLLLLLL S LLLLLLLL =C L =O")]  // 15 of 19, then 16 of 20
    public void Apply_slow_ratio(string script) => OneBreaker.Play(Policy.Slow(.8, 10), script);

    [Fact]
    public void Apply_slow_ratio_of_one_report()
    {
        var breaker = new OneBreaker(Policy.Slow(.8, 10));
        breaker.Apply(new Failfast.Machine.BreakerEvent.Counted(
            Guid.NewGuid(), Calls.Now("SSSLLLLLLLLLLLLL"), Failfast.Machine.BreakerEvent.NobodySilent)); // 13 of 16
        breaker.Play("=O");
    }

    [Fact]
    public void Apply_exception_ratio() => OneBreaker.Play(Policy.Ratio(.5, 10), "SSS FFFFFF =C F =O");
}
