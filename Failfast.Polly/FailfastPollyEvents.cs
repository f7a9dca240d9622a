namespace Failfast;

/// <summary>
/// The names of the events that a breaker in a pipeline reports to Polly's telemetry, beside those of Polly's own breaker
/// (<c>OnCircuitOpened</c>, <c>OnCircuitHalfOpened</c>, <c>OnCircuitClosed</c>).
/// </summary>
public static class FailfastPollyEvents
{
    /// <summary>The breaker has rejected a call. The argument of the event is the <see cref="BreakerRejection"/>.</summary>
    public const string Rejected = "OnFailfastRejected";
}
