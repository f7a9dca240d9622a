using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>What a guarded call reads first, and on a closed breaker all it reads. Replaced whole when anything changes.</summary>
internal sealed class Gate(HostBreaker breaker, HostView view, CallGroup group, int slowMilliseconds, bool isPlain, long rejectUntil)
{
    /// <summary>What to do with the call.</summary>
    public readonly GuardMode Mode = view.Mode;

    /// <summary>Lets calls through, and one that ends well needs nothing but to be counted.</summary>
    public readonly bool IsPlain = isPlain;

    /// <summary>0 when no call is slow.</summary>
    public readonly int SlowMilliseconds = slowMilliseconds;

    /// <summary>In coarse milliseconds: rejects without thinking until then.</summary>
    public readonly long RejectUntil = rejectUntil;

    public readonly CallGroup Group = group;

    public readonly HostBreaker Breaker = breaker;

    public readonly HostView View = view;

    /// <summary>A sweep found the end of the break further away than the next two sweeps; each sweep looks again.</summary>
    public bool IsFarFromEnd;

    private object? _rejected;

    /// <summary>The outcome of a call rejected here: ready-made for the first result type that asks, as there is mostly one.</summary>
    public ValueTask<GuardOutcome<T>> Rejected<T>()
    {
        if (_rejected is RejectedOutcome<T> made)
            return made.Outcome;
        if (_rejected is null)
            Volatile.Write(ref _rejected, new RejectedOutcome<T>(this));
        return new(GuardOutcome<T>.Rejected(this));
    }

    // Copied as a whole, an outcome is read back faster than one that was written field by field.
    private sealed class RejectedOutcome<T>(Gate gate)
    {
        public readonly ValueTask<GuardOutcome<T>> Outcome = new(GuardOutcome<T>.Rejected(gate));
    }
}
