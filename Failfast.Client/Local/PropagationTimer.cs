namespace Failfast.Local;

/// <summary>
/// Measures the time from a report of failures to the break that it causes, by one clock: this process's. It contains the way to the grain, the
/// time in which the grain asks silent hosts, and the way back.
/// </summary>
/// <param name="confirmBudget">How long after its answer a report may still cause a break.</param>
internal sealed class PropagationTimer(TimeSpan confirmBudget)
{
    private Evidence? _last;

    private sealed record Evidence(TimeSpan SentAt, TimeSpan? AnsweredAt);

    /// <summary>A report of failures is sent. While the one before is unanswered, that one counts.</summary>
    public void Sent(TimeSpan now)
    {
        var last = Volatile.Read(ref _last);
        if (last is not { AnsweredAt: null })
            Interlocked.CompareExchange(ref _last, new(now, null), last);
    }

    public void Answered(TimeSpan now)
    {
        var last = Volatile.Read(ref _last);
        if (last is { AnsweredAt: null })
            Interlocked.CompareExchange(ref _last, last with { AnsweredAt = now }, last);
    }

    /// <summary>The cluster has opened the breaker.</summary>
    /// <returns>Null if no report of this process can be the reason.</returns>
    public TimeSpan? Opened(TimeSpan now)
    {
        var last = Interlocked.Exchange(ref _last, null);
        var isTooOld = now - last?.AnsweredAt > 2 * confirmBudget;
        return isTooOld ? null : now - last?.SentAt;
    }
}
