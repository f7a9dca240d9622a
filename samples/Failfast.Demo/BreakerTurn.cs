namespace Failfast.Demo;

/// <summary>One host saw the breaker change.</summary>
/// <param name="At">Milliseconds of the run.</param>
/// <param name="State">What it changed to.</param>
/// <param name="Reason">The breaker's reason.</param>
internal sealed record BreakerTurn(double At, BreakerState State, string? Reason)
{
    /// <summary>The time from a moment until one host saw the breaker open; zero if it was open already, null if it never was.</summary>
    /// <param name="turns">That host's, in order; closed before the first.</param>
    /// <param name="moment">Milliseconds of the run.</param>
    public static double? OpenedAfter(IReadOnlyList<BreakerTurn> turns, double moment) =>
        turns.LastOrDefault(turn => turn.At <= moment)?.State == BreakerState.Open
            ? 0
            : turns.FirstOrDefault(turn => turn.At > moment && turn.State == BreakerState.Open)?.At - moment;
}
