using Failfast.Local;

namespace Failfast.Testing;

/// <summary>
/// The calls that a <see cref="FakeBreaker"/> has decided on, as the breaker itself counts them. Calls that run while it is disabled, or
/// that it would reject but for <see cref="BreakerSettings.ObserveOnly"/>, are not among them.
/// </summary>
public sealed class RecordedCalls
{
    private readonly LocalBreaker _breaker;

    internal RecordedCalls(LocalBreaker breaker) => _breaker = breaker;

    /// <summary>Calls that succeeded in time.</summary>
    public long Succeeded => Count("success");

    /// <summary>Calls that failed.</summary>
    public long Failed => Count("failure");

    /// <summary>Calls that were slow, however they ended; each is counted when it becomes slow, and only as that.</summary>
    public long Slow => Count("slow");

    /// <summary>Calls that ran and say nothing about the dependency: cancelled by their callers, or ignored.</summary>
    public long NotCounted => Count("cancelled") + Count("ignored");

    /// <summary>Calls that were rejected, and did not run.</summary>
    public long Rejected => _breaker.Admissions.Rejections;

    /// <summary>For the output of a failed test.</summary>
    public override string ToString() =>
        $"{Succeeded} succeeded, {Failed} failed, {Slow} slow, {NotCounted} not counted, {Rejected} rejected";

    private long Count(string outcome)
    {
        _breaker.Count();
        foreach (var measured in _breaker.Metrics.Calls.Read())
            foreach (var tag in measured.Tags)
                if (tag.Key == FailfastTelemetry.OutcomeTag && outcome.Equals(tag.Value))
                    return measured.Value;
        return 0;
    }
}
