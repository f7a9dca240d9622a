namespace Failfast.Simulation;

/// <summary>How long callers wait for an answer before they give up.</summary>
/// <param name="Least">Milliseconds; infinite for callers who never give up.</param>
/// <param name="Most">Milliseconds.</param>
/// <param name="CancelledEach">Each so-manieth call has its token cancelled before it begins: 1 all, 2 every other, 0 none.</param>
internal sealed record Patience(double Least, double Most, int CancelledEach)
{
    public static readonly TimeSpan Endless = TimeSpan.MaxValue;

    /// <summary>Some calls could be answered.</summary>
    public bool IsThere => CancelledEach != 1;

    /// <summary>How many calls there are to one that could be answered, at worst.</summary>
    public int CallsToOne => CancelledEach == 0 ? 1 : 2;

    public TimeSpan Of(Prng dice, long call) =>
        CancelledEach > 0 && call % CancelledEach == 0 ? TimeSpan.Zero
        : double.IsPositiveInfinity(Least) ? Endless
        : dice.Milliseconds(Least, Most);
}
