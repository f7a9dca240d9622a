using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// Warns that breakers guard alone, so that a cluster without Failfast, or a filter that refuses its calls, is noticed. At most once a
/// minute for the whole process, since it usually concerns all breakers.
/// </summary>
internal sealed partial class AloneWarning(HostClock clock, ILogger logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = logger;
    private long _next = long.MinValue;

    public void Warn(string breaker, Exception error)
    {
        var (now, next) = (clock.Now.Ticks, Interlocked.Read(ref _next));
        if (now >= next && Interlocked.CompareExchange(ref _next, now + Between.Ticks, next) == next)
            LogAlone(breaker, error.Message);
    }
}
