namespace Failfast.Demo;

/// <summary>One host saw the breaker change.</summary>
/// <param name="At">Milliseconds of the run.</param>
/// <param name="State">What it changed to.</param>
/// <param name="Reason">Why, in the breaker's words.</param>
internal sealed record BreakerTurn(double At, BreakerState State, string? Reason)
{
    /// <summary>How long after a moment one host first saw the breaker open; zero if it was, null if it never did.</summary>
    /// <param name="turns">That host's, in order; closed before the first.</param>
    /// <param name="moment">Milliseconds of the run.</param>
    public static double? OpenedAfter(IReadOnlyList<BreakerTurn> turns, double moment) =>
        turns.LastOrDefault(turn => turn.At <= moment)?.State == BreakerState.Open
            ? 0
            : turns.FirstOrDefault(turn => turn.At > moment && turn.State == BreakerState.Open)?.At - moment;
}
