using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>Probes kept for calls to come.</summary>
internal sealed partial class HostBreaker
{
    private void GiveBackKept()
    {
        if (MustRenew())
            _ = _grain.AskPermit();
        while (TakeExpired() is { } probe)
            EndProbe(probe, CallOutcome.Ignored);
    }

    private bool MustRenew()
    {
        lock (_turn)
            return _isActive && _kept.MustRenew(Clock.Now);
    }

    private CallTicket? TakeExpired()
    {
        lock (_turn)
            return _kept.TryTakeExpired(Clock.Now, out var probe) ? probe : null;
    }
}
