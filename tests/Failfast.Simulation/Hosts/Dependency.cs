namespace Failfast.Simulation;

/// <summary>What the guarded calls call: per breaker well, failing or hanging, and for one place perhaps always failing.</summary>
internal sealed class Dependency(World world)
{
    private readonly double[] _failing = new double[world.Scenario.Breakers];
    private readonly double[] _hanging = new double[world.Scenario.Breakers];

    /// <summary>The place from which everything fails; -1 for none.</summary>
    public int BadPlace { get; set; } = -1;

    public void Fall(int breaker, double failing, double hanging) =>
        (_failing[breaker], _hanging[breaker]) = (failing, hanging);

    public void Heal()
    {
        Array.Clear(_failing);
        Array.Clear(_hanging);
        BadPlace = -1;
    }

    public (Outcome Outcome, TimeSpan Duration) Answer(SimHost host, int breaker)
    {
        var dice = host.Dice;
        var duration = dice.Chance(.3) ? TimeSpan.Zero : dice.Milliseconds(.1, 20);
        if (_hanging[breaker] > 0 && dice.Chance(_hanging[breaker]))
            duration = dice.Milliseconds(100, 8_000);
        if (dice.Chance(_failing[breaker]) || host.Place == BadPlace)
            return (Outcome.Failure, duration);
        return (_failing[breaker] > 0 && dice.Chance(.05) ? Outcome.Ignored : Outcome.Success, duration);
    }
}
