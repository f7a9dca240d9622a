namespace Failfast.ClusterBench.Load;

/// <summary>The breakers of the scenarios: default settings, but for what a scenario needs to hold a state for as long as it measures.</summary>
internal static class BenchBreakers
{
    /// <summary>How long breaks of the storm last.</summary>
    public static readonly TimeSpan StormBreak = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public static void Configure(FailfastOptions options)
    {
        options.Breakers["long-*"] = new() { BreakDuration = Long, MaxBreakDuration = Long };
        options.Breakers["half-open"] = new() { BreakDuration = TimeSpan.FromSeconds(1), ProbeTimeout = TimeSpan.FromMinutes(1) };
        // A process lets go of a breaker that was idle for a window: it is to be idle soon.
        options.Breakers["idle-*"] = new() { SamplingDuration = TimeSpan.FromSeconds(10) };
        options.Breakers["storm-*"] = new() { BreakDuration = StormBreak };
    }
}
