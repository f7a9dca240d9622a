using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>What a breaker that only observes would have done.</summary>
internal sealed partial class LocalBreaker
{
    // Often enough to follow, not so often that a busy breaker fills the log.
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(1);

    private long[]? _wouldReject;
    private TimeSpan _toldAt = TimeSpan.MinValue / 2;

    private void WouldReject(RejectionCause cause)
    {
        var counts = _wouldReject ?? Interlocked.CompareExchange(ref _wouldReject, new long[(int)RejectionCause.RampUp + 1], null) ?? _wouldReject;
        Interlocked.Increment(ref counts[(int)cause]);
        _host.Metrics.Rejected(Name, cause, observed: true, 1);
    }

    private void TellObserved()
    {
        if (_wouldReject is not { } counts || Clock.Now - _toldAt < BetweenTellings)
            return;
        for (var cause = RejectionCause.State; cause <= RejectionCause.RampUp; cause++)
        {
            if (Interlocked.Exchange(ref counts[(int)cause], 0) is not (var count and > 0))
                continue;
            _toldAt = Clock.Now;
            LogWouldReject(Name, count, cause, Gate.View.State, Gate.View.Reason ?? "nothing is known against it");
        }
    }

    [LoggerMessage(4, LogLevel.Information, "Breaker '{Breaker}' only observes; calls that it would have rejected for {Cause}: {Count} (it is {State}: {Reason}).")]
    private partial void LogWouldReject(string breaker, long count, RejectionCause cause, BreakerState state, string reason);
}
