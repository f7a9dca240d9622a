using Microsoft.Extensions.Logging;

namespace Failfast.Host;

/// <summary>What a breaker that only observes would have done.</summary>
internal sealed partial class HostBreaker
{
    // Often enough to follow, not so often that a busy breaker fills the log.
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(1);

    private long _wouldReject;
    private TimeSpan _toldAt = TimeSpan.MinValue / 2;

    private void WouldReject(RejectionCause cause)
    {
        Interlocked.Increment(ref _wouldReject);
        _host.Metrics.Rejected(Name, cause, observed: true, 1);
    }

    private void TellObserved()
    {
        if (Volatile.Read(ref _wouldReject) == 0 || Clock.Now - _toldAt < BetweenTellings)
            return;
        _toldAt = Clock.Now;
        LogWouldReject(Name, Interlocked.Exchange(ref _wouldReject, 0), Gate.View.State, Gate.View.Reason);
    }

    [LoggerMessage(4, LogLevel.Information, "Breaker '{Breaker}' only observes; it would have rejected {Count} calls ({State}: {Reason}).")]
    private partial void LogWouldReject(string breaker, long count, BreakerState state, string? reason);
}
