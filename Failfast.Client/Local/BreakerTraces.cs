using System.Diagnostics;
using Failfast.Telemetry;

namespace Failfast.Local;

/// <summary>Spans and events of breakers. Without a listener nothing is created.</summary>
internal static class BreakerTraces
{
    private static readonly ActivitySource Source = new(FailfastTelemetry.ActivitySourceName);

    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>A call was rejected.</summary>
    public static void Rejected(Gate gate, RejectionCause cause) => Quietly(() =>
    {
        using var span = Source.StartActivity(FailfastTelemetry.RejectionSpan);
        span?.SetTag(FailfastTelemetry.BreakerTag, gate.Name)
            .SetTag(FailfastTelemetry.StateTag, Labels.Of(gate.View.StateAt(gate.Clock.Now)))
            .SetTag(FailfastTelemetry.CauseTag, Labels.Of(cause))
            .SetTag(FailfastTelemetry.ReasonTag, gate.View.Reason)
            .SetStatus(ActivityStatusCode.Error, "rejected");
        return span;
    });

    /// <summary>Starts the span of a probe.</summary>
    public static Activity? Probe(string breaker) => Quietly(() =>
        Source.StartActivity(FailfastTelemetry.ProbeSpan)?.SetTag(FailfastTelemetry.BreakerTag, breaker));

    /// <summary>The activity of the call that has opened a breaker; null without one, or if nobody listens.</summary>
    public static Activity? OfCaller => IsListenedTo ? Activity.Current : null;

    /// <summary>The call of this activity has opened a breaker here.</summary>
    public static void Opened(Activity activity, string breaker, BreakerScope scope, string reason) => Quietly(() =>
        activity.AddEvent(new(FailfastTelemetry.OpenedEvent, tags: new()
        {
            { FailfastTelemetry.BreakerTag, breaker },
            { FailfastTelemetry.ScopeTag, Labels.Of(scope) },
            { FailfastTelemetry.ReasonTag, reason },
        })));

    /// <summary>Ends the span of a probe.</summary>
    public static void End(Activity? span, Exception? error) => Quietly(() =>
    {
        if (error is not null)
            span?.SetStatus(ActivityStatusCode.Error, error.Message).SetTag("error.type", error.GetType().FullName);
        span?.Dispose();
        return span;
    });

    // An exception of a listener must not reach the caller.
    private static Activity? Quietly(Func<Activity?> trace)
    {
        try
        {
            return trace();
        }
        catch (Exception)
        {
            return null;
        }
    }
}
