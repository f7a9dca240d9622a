using System.Diagnostics;

namespace Failfast.TestHost;

/// <summary>A guarded call, and how long the guard kept it before it ran or was rejected.</summary>
internal static class TimedCall
{
    public static async Task<(GuardOutcome Outcome, TimeSpan Delay)> Run(IBreakerGrain breaker, Func<CancellationToken, ValueTask> call)
    {
        var entered = Stopwatch.GetTimestamp();
        var began = 0L;
        var outcome = await breaker.TryGuard(token =>
        {
            began = Stopwatch.GetTimestamp();
            return call(token);
        });
        return (outcome, Stopwatch.GetElapsedTime(entered, began == 0 ? Stopwatch.GetTimestamp() : began));
    }
}
