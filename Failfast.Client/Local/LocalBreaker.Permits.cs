using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>Calls that are no delegates.</summary>
internal sealed partial class LocalBreaker
{
    /// <exception cref="BreakerOpenException">Rejected.</exception>
    public async ValueTask<GuardPermit> EnterPermit(CancellationToken cancellationToken)
    {
        var admission = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        return admission.Rejecting is { } gate ? throw Rejection(gate, admission.Cause) : Permit(admission);
    }

    /// <returns>Null if rejected.</returns>
    public GuardPermit? TryEnterPermit()
    {
        var gate = _gate;
        if (TryRejectFast(gate))
            return null;
        var admission = TryAcquire();
        return admission.Rejecting is null ? Permit(admission) : null;
    }

    private GuardPermit Permit(Admission admission)
    {
        if (admission is not { Gate: { } gate, Group: { } group })
            return new GuardPermit(static _ => { }, Judge);
        var started = Start(gate);
        var slot = Register(gate, group, started);
        var permit = new GuardPermit(
            outcome =>
            {
                Leave(gate, group, slot, outcome, started);
                Release(admission);
            },
            Judge);
        // A probe that nobody ends is one that does not come back: the session sees to that, and a late success still counts.
        if (group.IsProbe)
            return permit;
        if (gate.Settings.CallTimeout is { } timeout)
            permit.EndAfter(timeout, CallOutcome.Failure, Clock);
        // One that holds nothing may take as long as it likes.
        else if (admission.HoldsSlot || gate.SlowMilliseconds != 0)
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
