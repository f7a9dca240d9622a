using System.Runtime.CompilerServices;
using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>What becomes of a call that has ended, or hangs.</summary>
internal sealed partial class LocalBreaker
{
    private const long LooksRarely = 15;

    /// <summary>Rejects without thinking, if that is what the gate says and its time has not come.</summary>
    public bool TryRejectFast(Gate gate)
    {
        if (gate.Mode != GuardMode.Rejecting)
            return false;
        // Far from the end of the break one look at the clock serves several rejections. Should the sweeps stall, so that this is
        // no longer so, the next look finds it out.
        if ((!gate.IsFarFromEnd || (_rejected.Own & LooksRarely) == 0) && Clock.CoarseMilliseconds >= gate.HoldsUntil)
            return false;
        _rejected.Increment();
        return true;
    }

    private void Leave(CallGroup group, CallOutcome outcome, bool wasSlow, CountedAs counted = CountedAs.No)
    {
        if (outcome == CallOutcome.Success && !wasSlow && counted == CountedAs.No && !group.IsProbe)
            Succeeded(group);
        else if (outcome != CallOutcome.Ignored || wasSlow || group.IsProbe)
            _exchange.Turn((group.Ticket, outcome, wasSlow, counted), static (session, it, now, random) =>
                session.Ended(it.Ticket, it.outcome, it.wasSlow, it.counted, now, random));
    }

    private void WentOverdue(CallGroup group, CountedAs counted) => _exchange.Turn((group.Ticket, counted), static (session, it, now, random) =>
        session.WentOverdue(it.Ticket, it.counted, now, random));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Succeeded(CallGroup group)
    {
        group.Successes.Increment();
        if (group.IsLeft)
            CountLate(group);
    }

    private void CountLate(CallGroup group) => _exchange.Turn(group, BreakerTurns.CountLate);
}
