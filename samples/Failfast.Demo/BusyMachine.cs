namespace Failfast.Demo;

/// <summary>Detects runs whose figures show a busy machine rather than the breaker.</summary>
internal static class BusyMachine
{
    /// <summary>The warning to show; null if the figures are reliable.</summary>
    /// <param name="hosts">What each host measured.</param>
    /// <param name="slowAt">When the service turned slow, in milliseconds of the run.</param>
    public static string? Warning(IReadOnlyCollection<HostResult> hosts, double slowAt)
    {
        var lag = hosts.Max(host => host.Lag);
        var sign = hosts.SelectMany(host => host.Turns).Any(turn => turn.State == BreakerState.Open && turn.At < slowAt)
            ? "the healthy service looked slow"
            : lag > DemoPlan.MostLag ? $"it kept the demo waiting for {100 * lag:0} % of the time" : null;
        return sign is null ? null
            : $"This machine is too busy for these figures to mean anything: {sign}. Run the demo again when less else runs.";
    }
}
