namespace Failfast.Tests.Machine;

/// <summary>Polly's rolling window: half of at least four calls in ten seconds.</summary>
public class PollyWindowTests
{
    [Theory]
    [InlineData("FFFS =C")]
    [InlineData("FFF +10s-1t F =O")]
    [InlineData("SSF +10s F =C")]
    [InlineData("S +10s-1t SSF +1t F =O")]
    [InlineData("S +10s-1t FF +1t F =C")]
    [InlineData("SSSF =C")]
    public void Apply_rolling_window(string script) => OneBreaker.Play(Policy.Ratio(.5, 4), script);
}
