using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>Calls that are no delegates.</summary>
internal sealed partial class HostBreaker
{
    /// <exception cref="BreakerOpenException">Rejected.</exception>
    public async ValueTask<GuardPermit> EnterPermit(CancellationToken cancellationToken)
    {
        var entry = await EnterAsync(cancellationToken).ConfigureAwait(false);
        return entry.Rejecting is { } gate ? throw Rejection(gate, entry.Cause) : Permit(entry);
    }

    /// <returns>Null if rejected.</returns>
    public GuardPermit? TryEnterPermit()
    {
        var gate = _gate;
        if (RejectsAtOnce(gate))
            return null;
        var entry = EnterNow();
        return entry.Rejecting is null ? Permit(entry) : null;
    }

    private GuardPermit Permit(Entry entry)
    {
        if (entry is not { Gate: { } gate, Group: { } group })
            return new GuardPermit(static _ => { }, Judge);
        var started = Start(gate);
        var slot = Register(gate, group, started);
        var permit = new GuardPermit(
            outcome =>
            {
                Leave(gate, group, slot, outcome, started);
                Release(entry);
            },
            Judge);
        var longest = LongestPermit(gate, group);
        if (gate.Settings.CallTimeout is { } timeout && (!group.IsProbe || timeout < longest))
            permit.EndAfter(timeout, CallOutcome.Failure, Clock);
        // One that holds nothing may take as long as it likes.
        else if (group.IsProbe || entry.HoldsPlace || gate.SlowMilliseconds != 0)
            permit.EndAfter(longest, CallOutcome.Ignored, Clock);
        return permit;
    }

    // Long enough to be found slow, unless it is a probe, whose time the grain has set.
    private static TimeSpan LongestPermit(Gate gate, CallGroup group)
    {
        var longest = group.Ticket.Permit?.EndsIn ?? ProbeTimes.EffectiveProbeTimeout(gate.Settings);
        return !group.IsProbe && gate.Settings.SlowCallDuration * 2 is { } slow && slow > longest ? slow : longest;
    }
}
