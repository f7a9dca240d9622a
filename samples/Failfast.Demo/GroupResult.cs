namespace Failfast.Demo;

/// <summary>What one group measured, on one host or on all.</summary>
/// <param name="Counts">The number of requests by their end.</param>
/// <param name="Latencies">The time from arrival to answer of every request, in milliseconds; without an answer, its age at the end.</param>
/// <param name="Stuck">The times during which workers were stuck.</param>
internal sealed record GroupResult(GroupTick Counts, IReadOnlyList<double> Latencies, IReadOnlyList<StuckSpan> Stuck)
{
    public int Served => Counts.Real + Counts.Polite;

    public int Unanswered => Counts.Arrived - Served - Counts.Late;

    public int MaxStuck => StuckSpan.MostAtOnce(Stuck);

    /// <summary>Combines the samples of hosts, because percentiles can't be averaged.</summary>
    public static GroupResult Merge(IReadOnlyCollection<GroupResult> hosts) => new(
        GroupTick.Sum(hosts.Select(host => host.Counts)),
        [.. hosts.SelectMany(host => host.Latencies)],
        [.. hosts.SelectMany(host => host.Stuck)]);

    /// <summary>The latency that the given share of requests did not exceed; 0 without requests.</summary>
    public double Percentile(double share)
    {
        var sorted = Latencies.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
