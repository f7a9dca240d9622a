namespace Failfast.Simulation;

/// <summary>How long callers wait for an answer before they give up.</summary>
/// <param name="Least">Milliseconds; infinite for callers who never give up.</param>
/// <param name="Most">Milliseconds.</param>
/// <param name="CancelledEach">Every n-th call is cancelled before it begins: 1 for all, 2 for every other, 0 for none.</param>
internal sealed record Patience(double Least, double Most, int CancelledEach)
{
    public static readonly TimeSpan Endless = TimeSpan.MaxValue;

    /// <summary>Whether some calls can be answered.</summary>
    public bool IsThere => CancelledEach != 1;

    /// <summary>The most calls from one that can be answered to the next.</summary>
    public int CallsToOne => CancelledEach == 0 ? 1 : 2;

    public TimeSpan Of(Prng dice, long call) =>
        CancelledEach > 0 && call % CancelledEach == 0 ? TimeSpan.Zero
        : double.IsPositiveInfinity(Least) ? Endless
        : dice.Milliseconds(Least, Most);
}
