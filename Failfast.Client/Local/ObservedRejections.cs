using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>What a breaker that only observes would have rejected: measured at once, and logged once a second.</summary>
internal sealed partial class ObservedRejections(string name, HostContext host)
{
    // Often enough to follow, not so often that a busy breaker fills the log.
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = host.Logger;
    private long[]? _counts;
    private TimeSpan _loggedAt = TimeSpan.MinValue / 2;

    public void Add(RejectionCause cause)
    {
        var counts = _counts ?? Interlocked.CompareExchange(ref _counts, new long[(int)RejectionCause.RampUp + 1], null) ?? _counts;
        Interlocked.Increment(ref counts[(int)cause]);
        host.Metrics.Rejected(name, cause, observed: true, 1);
    }

    /// <summary>By the sweeper alone.</summary>
    public void Log(Gate gate)
    {
        if (_counts is not { } counts || host.Clock.Now - _loggedAt < BetweenLines)
            return;
        for (var cause = RejectionCause.State; cause <= RejectionCause.RampUp; cause++)
        {
            if (Interlocked.Exchange(ref counts[(int)cause], 0) is not (var count and > 0))
                continue;
            _loggedAt = host.Clock.Now;
            var (rejectedFor, view) = (cause, gate.View);
            host.Log.Post(() => LogWouldReject(name, count, rejectedFor, view.State, view.Reason ?? "nothing is known against it"));
        }
    }

    [LoggerMessage(4, LogLevel.Information, "Breaker '{Breaker}' only observes; calls that it would have rejected for {Cause}: {Count} (it is {State}: {Reason}).")]
    private partial void LogWouldReject(string breaker, long count, RejectionCause cause, BreakerState state, string reason);
}
