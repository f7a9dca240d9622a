namespace Failfast.Demo;

/// <summary>
/// Time since the start of the run. The monotonic clock counts from the machine's start, so that all processes can share one origin.
/// </summary>
internal sealed class RunClock(TimeProvider time, long origin)
{
    public TimeProvider Time => time;

    public long Origin => origin;

    /// <summary>Negative before the start.</summary>
    public TimeSpan Now => time.GetElapsedTime(origin);

    public static RunClock StartingIn(TimeSpan delay, TimeProvider time) =>
        new(time, time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency));

    public async Task Until(TimeSpan moment, CancellationToken cancellationToken)
    {
        // Timers may fire a little early.
        while (moment - Now is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest + TimeSpan.FromMilliseconds(1), time, cancellationToken);
    }
}
