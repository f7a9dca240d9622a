namespace Failfast.Local;

/// <summary>Monotonic time of this process: exact for rules, coarse for reading on every call.</summary>
internal sealed class HostClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Provider => time;

    /// <summary>Calls back once, without the execution context of the current request.</summary>
    public ITimer After(TimeSpan delay, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return time.CreateTimer(callback, state, delay, Timeout.InfiniteTimeSpan);
        using (ExecutionContext.SuppressFlow())
            return time.CreateTimer(callback, state, delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether this is real time, which no test can advance.</summary>
    public bool IsSystem { get; } = ReferenceEquals(time, TimeProvider.System);

    public TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Milliseconds since an origin of its own, at most a few behind; never 0.</summary>
    public long CoarseMilliseconds =>
        1 + (IsSystem ? Environment.TickCount64 : (long)time.GetElapsedTime(_origin).TotalMilliseconds);
}
