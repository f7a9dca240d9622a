namespace Failfast.Demo;

/// <summary>How the service behaves.</summary>
internal enum Phase
{
    /// <summary>Answers within <see cref="DemoPlan.HealthyLatency"/>.</summary>
    Healthy,

    /// <summary>Accepts connections and does not answer.</summary>
    Slow,

    /// <summary>Answers 500 at once.</summary>
    Failing,
}
