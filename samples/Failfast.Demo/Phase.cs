namespace Failfast.Demo;

/// <summary>How the service behaves.</summary>
internal enum Phase
{
    /// <summary>Answers within <see cref="DemoPlan.HealthyLatency"/>.</summary>
    Healthy,

    /// <summary>Accepts and holds the connection, and answers nothing.</summary>
    Slow,

    /// <summary>Answers 500 at once.</summary>
    Failing,
}
