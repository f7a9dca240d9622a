namespace Failfast.Telemetry;

/// <summary>The values of tags.</summary>
internal static class Labels
{
    public static readonly BreakerState[] States = Enum.GetValues<BreakerState>();

    public static string Of(BreakerState state) => state switch
    {
        BreakerState.Closed => "closed",
        BreakerState.Open => "open",
        BreakerState.HalfOpen => "half_open",
        BreakerState.Isolated => "isolated",
        _ => "disabled",
    };

    public static string Of(BreakerScope scope) => scope switch
    {
        BreakerScope.Cluster => "cluster",
        BreakerScope.Host => "host",
        _ => "alone",
    };

    public static string Of(RejectionCause cause) => cause switch
    {
        RejectionCause.Concurrency => "concurrency",
        RejectionCause.RampUp => "ramp_up",
        _ => "state",
    };
}
