namespace Failfast.Simulation;

/// <summary>The intervals of callers.</summary>
internal static class Callers
{
    /// <summary>The longest time between two calls of any host, for which it may keep a lease; null if no host's calls can be answered.</summary>
    public static TimeSpan? LongestInterval(World world) => LongestInterval(world, _ => true) is null
        ? null
        : TimeSpan.FromMilliseconds(world.Hosts.Max(host => host.Profile?.LongestInterval ?? 0));

    /// <summary>The longest time between two answerable calls of a host, among some hosts; null if there are none.</summary>
    public static TimeSpan? LongestInterval(World world, Func<SimHost, bool> which)
    {
        double? longest = null;
        foreach (var host in world.Hosts)
            if (host.Profile is { Patience.IsThere: true } profile && which(host))
                longest = Math.Max(longest ?? 0, profile.LongestInterval);
        return longest is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }
}
