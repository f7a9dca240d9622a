using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>
/// The outcome of a rejected call. The gate caches it for the first result type that is rejected, since most breakers have one.
/// Returning a copy of a whole outcome is faster than writing its fields.
/// </summary>
internal sealed class RejectedOutcome<T>
{
    private readonly ValueTask<GuardOutcome<T>> _outcome;

    private RejectedOutcome(Gate gate) => _outcome = new(GuardOutcome<T>.Rejected(gate));

    public static ValueTask<GuardOutcome<T>> Of(Gate gate)
    {
        if (gate.ReadyRejection is RejectedOutcome<T> made)
            return made._outcome;
        if (gate.ReadyRejection is null)
            Volatile.Write(ref gate.ReadyRejection, new RejectedOutcome<T>(gate));
        return new(GuardOutcome<T>.Rejected(gate));
    }
}
