using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>
/// The causes of the last 32 failures of one breaker in this process. Allocates nothing before the first failure; a success costs
/// nothing here.
/// </summary>
internal sealed class RecentFailures(HostClock clock)
{
    private const int Kept = 32;

    private (string Cause, string? Message, TimeSpan At)[]? _ring;
    private long _next;
    private long _mark;

    /// <param name="cause">The short name of a type: of an exception, or of a result.</param>
    /// <param name="message">What the exception says.</param>
    public void Record(string cause, string? message = null)
    {
        var ring = _ring ?? Interlocked.CompareExchange(ref _ring, new (string, string?, TimeSpan)[Kept], null) ?? _ring;
        // Cut here, and not for each report: what an exception says may be a whole page.
        var told = FailureCauses.MessageOf(message);
        lock (ring)
            ring[(int)(_next++ % Kept)] = (cause, told, clock.Now);
    }

    /// <summary>The breaker has closed: earlier failures have no part in what may open it again.</summary>
    public void Mark()
    {
        if (_ring is { } ring)
            lock (ring)
                _mark = _next;
    }

    /// <summary>The causes of the failures since the breaker last closed; if there are none, of those before that.</summary>
    /// <returns>The most frequent first; null for none within the window.</returns>
    public FailureCause[]? Causes(TimeSpan window)
    {
        if (_ring is not { } ring)
            return null;
        var now = clock.Now;
        lock (ring)
        {
            var first = Math.Max(0, _next - Kept);
            var causes = Since(Math.Max(first, _mark));
            if (causes.Length == 0)
                causes = Since(first);
            return causes.Length == 0 ? null : causes;

            FailureCause[] Since(long start) => FailureCauses.Commonest(
                from number in Enumerable.Range(0, (int)(_next - start))
                let failure = ring[(int)((start + number) % Kept)]
                where now - failure.At < window
                select new FailureCause
                {
                    Name = FailureCauses.NameOf(failure.Cause), Count = 1, Message = failure.Message, Age = now - failure.At,
                });
        }
    }
}
