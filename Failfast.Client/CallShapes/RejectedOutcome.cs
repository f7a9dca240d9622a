using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>
/// The outcome of a call that a gate rejects: kept ready-made by the gate for the first result type that asks, as there is mostly
/// one. Copied as a whole, an outcome is read back faster than one that was written field by field.
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
