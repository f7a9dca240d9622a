namespace Failfast.Simulation;

/// <summary>How long recovering may take, in the terms of a scenario.</summary>
internal static class Bounds
{
    /// <summary>Of a caller's calls, the one that probes at the latest, once the grain has answered its host.</summary>
    private const int CallsUntilProbe = 2;

    /// <summary>Breaks that pass, at the latest, until a well host probes after one: a bad one may come first twice.</summary>
    private const int BreaksUntilWell = 3;

    /// <summary>Probes given up in a row that have lasted so long together are a failed probe.</summary>
    public static readonly TimeSpan GivenUpInAll = TimeSpan.FromSeconds(1);

    /// <summary>What a probe may take: reckoned here, for the rule's own reckoning is what is checked.</summary>
    public static TimeSpan ProbeTime(BreakerSettings settings)
    {
        var timeout = settings.ProbeTimeout ?? BreakerDefaults.ProbeTimeout;
        return settings is { SlowCallDuration: { } slow, SlowCallRatio: null } && slow < timeout ? slow : timeout;
    }

    /// <summary>By how much a lease may outlast the time of its probe: it is kept for a second, and two report intervals are left for its end.</summary>
    public static TimeSpan LeaseMargin(World world) => world.Timings.ProbeKept + (world.Timings.ReportInterval * 2);

    // A free lease is kept so long for the host that it was offered to, should that not ask.
    private static TimeSpan Offered(World world) => world.Timings.ReportInterval * 2;

    /// <summary>From one probe's end to the next one's beginning.</summary>
    public static TimeSpan Round(World world, TimeSpan longestInterval) =>
        (longestInterval * CallsUntilProbe) + (Farthest(world) * 2) + LeaseMargin(world) + Offered(world);

    /// <summary>Half-open, from its first lease to its end.</summary>
    public static TimeSpan HalfOpen(World world, TimeSpan longestInterval) =>
        (Round(world, longestInterval) + ProbeTime(world.Scenario.Settings)) * world.Scenario.Settings.HalfOpenSuccesses;

    /// <summary>From a dependency's being well to the breaker's being closed.</summary>
    public static TimeSpan ComesBack(World world, TimeSpan longestInterval)
    {
        var settings = world.Scenario.Settings;
        var longestBreak = settings.MaxBreakDuration * (1 + settings.BreakDurationJitter);
        return ((longestBreak + HalfOpen(world, longestInterval)) * BreaksUntilWell) + HalfOpen(world, longestInterval);
    }

    /// <summary>
    /// For how long a host keeps the lease from others whose probes have failed, once: until it calls, and no longer than a subscription and
    /// a quarter. A bad host that calls seldom may do so while the dependency is well again.
    /// </summary>
    public static TimeSpan Preferred(World world, Func<SimHost, bool> isBad)
    {
        var (longest, most) = (Callers.LongestInterval(world, isBad) ?? TimeSpan.Zero, world.Timings.SubscriptionDuration * 1.25);
        return longest < most ? longest : most;
    }

    /// <summary>One way, to the host that is the farthest away.</summary>
    public static TimeSpan Farthest(World world) =>
        TimeSpan.FromMilliseconds(world.Hosts.Max(host => host.Profile?.DistanceMilliseconds ?? 0) * (1 + Network.Jitter));
}
