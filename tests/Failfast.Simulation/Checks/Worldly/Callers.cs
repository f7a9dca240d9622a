namespace Failfast.Simulation;

/// <summary>Who calls.</summary>
internal static class Callers
{
    /// <summary>The longest between two calls of any host, whether or not they could be answered: it may keep a lease for as long; null if none could be.</summary>
    public static TimeSpan? LongestInterval(World world) => LongestInterval(world, _ => true) is null
        ? null
        : TimeSpan.FromMilliseconds(world.Hosts.Max(host => host.Profile?.LongestInterval ?? 0));

    /// <summary>The longest between two calls of a host that could be answered, of some hosts; null if there are none.</summary>
    public static TimeSpan? LongestInterval(World world, Func<SimHost, bool> which)
    {
        double? longest = null;
        foreach (var host in world.Hosts)
            if (host.Profile is { Patience.IsThere: true } profile && which(host))
                longest = Math.Max(longest ?? 0, profile.LongestInterval);
        return longest is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }
}
