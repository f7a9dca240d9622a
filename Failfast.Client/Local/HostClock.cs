namespace Failfast.Local;

/// <summary>Monotonic time of this process: exact where a rule needs it, coarse where it is read on every call.</summary>
internal sealed class HostClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Provider => time;

    /// <summary>Calls back once; the callback carries nothing of the request that happened to ask for it.</summary>
    public ITimer After(TimeSpan delay, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return time.CreateTimer(callback, state, delay, Timeout.InfiniteTimeSpan);
        using (ExecutionContext.SuppressFlow())
            return time.CreateTimer(callback, state, delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Real time, which passes by itself and no faster than timers tick.</summary>
    public bool IsSystem { get; } = ReferenceEquals(time, TimeProvider.System);

    public TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Milliseconds since an origin of its own, a few behind at most; never 0.</summary>
    public long CoarseMilliseconds =>
        1 + (IsSystem ? Environment.TickCount64 : (long)time.GetElapsedTime(_origin).TotalMilliseconds);
}
