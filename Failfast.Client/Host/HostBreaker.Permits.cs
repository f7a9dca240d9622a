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
        // A probe that nobody ends is one that does not come back: the session sees to that, and a late success still counts.
        if (group.IsProbe)
            return permit;
        if (gate.Settings.CallTimeout is { } timeout)
            permit.EndAfter(timeout, CallOutcome.Failure, Clock);
        // One that holds nothing may take as long as it likes.
        else if (entry.HoldsPlace || gate.SlowMilliseconds != 0)
            permit.EndAfter(LongestPermit(gate), CallOutcome.Ignored, Clock);
        return permit;
    }

    // Long enough to be found slow.
    private static TimeSpan LongestPermit(Gate gate)
    {
        var longest = ProbeTimes.EffectiveProbeTimeout(gate.Settings);
        return gate.Settings.SlowCallDuration * 2 is { } slow && slow > longest ? slow : longest;
    }
}
