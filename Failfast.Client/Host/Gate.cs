using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>What a guarded call reads first, and on a closed breaker all it reads. Replaced whole when anything changes.</summary>
internal sealed class Gate(HostBreaker breaker, HostView view, CallGroup group, int slowMilliseconds, bool isPlain, long rejectUntil)
{
    /// <summary>What to do with the call.</summary>
    public readonly GuardMode Mode = view.Mode;

    /// <summary>A call that ends at once and well needs nothing but to be counted.</summary>
    public readonly bool IsPlain = isPlain;

    /// <summary>0 when no call is slow.</summary>
    public readonly int SlowMilliseconds = slowMilliseconds;

    /// <summary>In coarse milliseconds: rejects without thinking until then.</summary>
    public readonly long RejectUntil = rejectUntil;

    public readonly CallGroup Group = group;

    public readonly HostBreaker Breaker = breaker;

    public readonly HostView View = view;
}
