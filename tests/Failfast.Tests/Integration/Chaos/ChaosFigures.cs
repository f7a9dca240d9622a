using System.Globalization;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>What became of the guarded calls of one scenario, on all hosts together.</summary>
internal sealed class ChaosFigures
{
    private readonly List<double> _delays = [];
    private readonly List<double> _pauses = [];
    private readonly List<string> _errors = [];
    private int _pauseCount;

    public int Calls { get; private set; }

    /// <summary>Rejected though the dependency was well and the breaker had been closed, or ended by an exception that is not the call's own.</summary>
    public int FailedForOurSake { get; private set; }

    /// <summary>The longest that the guard kept a call, in milliseconds: all but one in a thousand.</summary>
    public string DelayP999 => Percentile(_delays, Calls);

    public string LongestDelay => Text(_delays.DefaultIfEmpty().Max());

    /// <summary>By how much the processes themselves were late when they wanted to run, which no guard can change.</summary>
    public string MachineP999 => Percentile(_pauses, _pauseCount);

    public string LongestMachine => Text(_pauses.DefaultIfEmpty().Max());

    public IReadOnlyList<string> Errors => _errors;

    public void Add(HostTally tally, bool mayReject)
    {
        Calls += tally.Succeeded + tally.Rejected + tally.Failed + tally.Others;
        FailedForOurSake += tally.Others + (mayReject ? 0 : tally.Rejected);
        _errors.AddRange(tally.Errors.Select(error => $"{tally.Host}: {error}"));
        if (!mayReject && tally.Rejected > 0)
            _errors.Add($"{tally.Host}: {tally.Rejected} calls rejected without cause");
        _delays.AddRange(tally.Delays);
        _pauses.AddRange(tally.MachinePauses);
        _pauseCount += tally.Pauses;
    }

    private static string Percentile(List<double> longest, int of)
    {
        var sorted = longest.OrderDescending().ToList();
        return sorted.Count == 0 ? "-" : Text(sorted[Math.Min(of / 1000, sorted.Count - 1)]);
    }

    private static string Text(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
