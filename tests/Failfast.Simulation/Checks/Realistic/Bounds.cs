namespace Failfast.Simulation;

/// <summary>How long recovery may take, derived from a scenario.</summary>
internal static class Bounds
{
    /// <summary>Once the grain has answered a host, at the latest this many calls later one of its calls probes.</summary>
    private const int CallsUntilProbe = 2;

    /// <summary>The most breaks until a healthy host probes: a bad one may come first twice, or four times if hosts call at irregular times.</summary>
    private static int BreaksUntilWell(World world) => world.Hosts.Exists(host => host.Profile is { Calls.IsRegular: false }) ? 5 : 3;

    /// <summary>Probes given up in a row count as a failed probe once they have lasted this long together.</summary>
    public static readonly TimeSpan GivenUpInAll = TimeSpan.FromSeconds(1);

    /// <summary>How long a probe may take: computed here again, because the product's computation is what is checked.</summary>
    public static TimeSpan ProbeTime(BreakerSettings settings)
    {
        var timeout = settings.ProbeTimeout ?? BreakerDefaults.ProbeTimeout;
        return settings is { SlowCallDuration: { } slow, SlowCallRatio: null } && slow < timeout ? slow : timeout;
    }

    /// <summary>By how much a lease may outlast its probe: the time for keeping it, and two report intervals to report its end.</summary>
    public static TimeSpan LeaseMargin(World world) => world.Timings.ProbeKept + (world.Timings.ReportInterval * 2);

    // How long a free lease is reserved for the host it was offered to, if that host does not request it.
    private static TimeSpan Offered(World world) => world.Timings.ReportInterval * 2;

    /// <summary>From the end of one probe to the start of the next.</summary>
    public static TimeSpan Round(World world, TimeSpan longestInterval) =>
        (longestInterval * CallsUntilProbe) + (Farthest(world) * 2) + LeaseMargin(world) + Offered(world);

    /// <summary>Half-open, from its first lease to its end.</summary>
    public static TimeSpan HalfOpen(World world, TimeSpan longestInterval) =>
        (Round(world, longestInterval) + ProbeTime(world.Scenario.Settings)) * world.Scenario.Settings.HalfOpenSuccesses;

    /// <summary>From the recovery of the dependency to the closing of the breaker.</summary>
    public static TimeSpan ComesBack(World world, TimeSpan longestInterval)
    {
        var settings = world.Scenario.Settings;
        var longestBreak = settings.MaxBreakDuration * (1 + settings.BreakDurationJitter);
        return ((longestBreak + HalfOpen(world, longestInterval)) * BreaksUntilWell(world)) + HalfOpen(world, longestInterval);
    }

    /// <summary>
    /// How long a host may be preferred, once, to others whose probes have failed: until it calls, and at most for a subscription and a
    /// quarter. It may be a bad host that calls rarely, while the dependency has recovered.
    /// </summary>
    public static TimeSpan Preferred(World world, Func<SimHost, bool> isBad)
    {
        var (longest, most) = (Callers.LongestInterval(world, isBad) ?? TimeSpan.Zero, world.Timings.SubscriptionDuration * 1.25);
        return longest < most ? longest : most;
    }

    /// <summary>The one-way delay of the most distant host.</summary>
    public static TimeSpan Farthest(World world) =>
        TimeSpan.FromMilliseconds(world.Hosts.Max(host => host.Profile?.DistanceMilliseconds ?? 0) * (1 + Network.Jitter));
}
