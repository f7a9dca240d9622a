using Failfast.Local;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>Guards calls that are no delegates: the caller gets a permit and ends it with the call.</summary>
internal static class PermitCalls
{
    /// <exception cref="BreakerOpenException">Rejected.</exception>
    public static async ValueTask<GuardPermit> EnterAsync(LocalBreaker breaker, CancellationToken cancellationToken)
    {
        var admission = await breaker.Admissions.AcquireAsync(cancellationToken).ConfigureAwait(false);
        return admission.Rejecting is { } gate ? throw BreakerRejection.ExceptionOf(gate, admission.Cause) : Permit(breaker, admission);
    }

    /// <returns>Null if rejected.</returns>
    public static GuardPermit? TryEnter(LocalBreaker breaker)
    {
        var admission = breaker.Admissions.TryAcquire();
        return admission.Rejecting is null ? Permit(breaker, admission) : null;
    }

    private static GuardPermit Permit(LocalBreaker breaker, Admission admission)
    {
        if (admission is not { Gate: { } gate, Group: { } group })
            return new GuardPermit(static _ => { }, breaker.Judge);
        var started = breaker.Tracker.Start(gate);
        var slot = breaker.Tracker.Register(gate, group, started);
        var observation = CallObservation.BeginApart(breaker, admission);
        var permit = new GuardPermit(
            outcome =>
            {
                observation?.End();
                breaker.Tracker.Leave(gate, group, slot, outcome, started);
                breaker.Admissions.Release(admission);
            },
            breaker.Judge);
        // A probe has no deadline here: the session finds it overdue, and its late success still counts.
        if (group.IsProbe)
            return permit;
        if (gate.Settings.CallTimeout is { } timeout)
            permit.EndAfter(timeout, CallOutcome.Failure, breaker.Clock);
        // A permit that holds no slot and can't be slow needs no deadline.
        else if (admission.HoldsSlot || gate.SlowMilliseconds != 0)
            permit.EndAfter(LongestPermit(gate), CallOutcome.Ignored, breaker.Clock);
        return permit;
    }

    // Long enough for a sweep to find the call slow.
    private static TimeSpan LongestPermit(Gate gate)
    {
        var longest = ProbeTimes.EffectiveProbeTimeout(gate.Settings);
        return gate.Settings.SlowCallDuration * 2 is { } slow && slow > longest ? slow : longest;
    }
}
