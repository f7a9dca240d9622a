namespace Failfast.Simulation;

/// <summary>Who calls.</summary>
internal static class Callers
{
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
