using System.Diagnostics;

namespace Failfast.ClusterBench;

/// <summary>Times of one thing, in ticks of <see cref="Stopwatch"/>; all processes of a Linux machine share its clock.</summary>
internal sealed class Samples
{
    private readonly List<long> _ticks = [];

    public int Count => _ticks.Count;

    public double P50 => Percentile(.5);

    public double P99 => Percentile(.99);

    public double Max => Percentile(1);

    public void Add(long ticks) => _ticks.Add(ticks);

    /// <summary>In microseconds; the smallest sample that at least that share does not exceed.</summary>
    private double Percentile(double share)
    {
        if (_ticks.Count == 0)
            throw new InvalidOperationException("There is no sample.");
        _ticks.Sort();
        return Stopwatch.GetElapsedTime(0, _ticks[Math.Max(0, (int)Math.Ceiling(share * _ticks.Count) - 1)]).TotalMicroseconds;
    }
}
