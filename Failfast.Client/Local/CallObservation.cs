using System.Diagnostics;

namespace Failfast.Local;

/// <summary>One call that is observed: in a span of its own if it is a probe, and with its duration, if that is measured.</summary>
internal sealed class CallObservation
{
    private readonly LocalBreaker _breaker;
    private readonly long _started;
    private readonly Activity? _span;

    private CallObservation(LocalBreaker breaker, Activity? span) =>
        (_breaker, _started, _span) = (breaker, breaker.Clock.Provider.GetTimestamp(), span);

    public static bool IsWanted(LocalBreaker breaker, in Admission admission) =>
        breaker.Metrics.MeasuresDurations || (admission.Group is { IsProbe: true } && BreakerTraces.IsListenedTo);

    /// <summary>The call begins. Its span becomes the current activity of the calling method.</summary>
    public static CallObservation Begin(LocalBreaker breaker, in Admission admission) =>
        new(breaker, admission.Group is { IsProbe: true } ? BreakerTraces.Probe(breaker.Name) : null);

    /// <summary>The same for a call whose end is elsewhere: the current activity stays what it is. Null if nobody wants to know.</summary>
    public static CallObservation? BeginApart(LocalBreaker breaker, in Admission admission)
    {
        if (!IsWanted(breaker, admission))
            return null;
        var current = Activity.Current;
        var observation = Begin(breaker, admission);
        Activity.Current = current;
        return observation;
    }

    public void End(Exception? error = null)
    {
        _breaker.Metrics.Took(_breaker.Name, _breaker.Clock.Provider.GetElapsedTime(_started));
        BreakerTraces.End(_span, error);
    }
}
