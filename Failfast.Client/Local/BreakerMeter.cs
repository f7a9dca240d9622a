using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>Counts what happens at one breaker of this process; on a closed breaker a success costs nothing here.</summary>
internal sealed class BreakerMeter
{
    private const string Success = "success";
    private const string Failure = "failure";

    private readonly BreakerMetrics _metrics;
    private readonly string _name;

    /// <param name="metrics">The process's instruments.</param>
    /// <param name="breaker">The breaker's name.</param>
    public BreakerMeter(BreakerMetrics metrics, string breaker)
    {
        (_metrics, _name) = (metrics, metrics.Names.Of(breaker));
        // Series that begin at zero: the first failure is an increase, too.
        _metrics.Calls.Add((_name, Success), 0);
        _metrics.Calls.Add((_name, Failure), 0);
    }

    /// <summary>Calls have succeeded in time; counted when a turn drains their group.</summary>
    public void Succeeded(long count) => _metrics.Calls.Add((_name, Success), count);

    /// <summary>Calls ran without being counted by the breaker.</summary>
    public void Uncounted(long count) => _metrics.Calls.Add((_name, "uncounted"), count);

    /// <summary>A call has become slow; however it ends, it is counted as such, once.</summary>
    public void WasSlow() => _metrics.Calls.Add((_name, "slow"));

    /// <summary>A call has ended, in any other way than those.</summary>
    public void Ended(CallOutcome outcome) => _metrics.Calls.Add((_name, Of(outcome)));

    public void ProbeEnded(CallOutcome outcome) => _metrics.Probes.Add((_name, Of(outcome)));

    public void Sent(string kind, bool isAnswered) => _metrics.Reports.Add((_name, kind, isAnswered));

    private static string Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Success => Success,
        CallOutcome.Failure => Failure,
        CallOutcome.GivenUp => "cancelled",
        _ => "ignored",
    };
}
