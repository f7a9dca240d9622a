namespace Failfast.Protocol;

/// <summary>When the dependency wants to be called again: the latest time that it has named. It lengthens the next break, and opens nothing.</summary>
internal sealed class RetryTime
{
    /// <summary>Monotonic time; long past if none was named.</summary>
    public TimeSpan At { get; private set; } = TimeSpan.MinValue / 2;

    /// <param name="wait">From now on; null for none. One that no break can have is cut, as the longest break is.</param>
    /// <param name="now">Monotonic time.</param>
    public void Heed(TimeSpan? wait, TimeSpan now)
    {
        if (wait is not { } asked || asked <= TimeSpan.Zero)
            return;
        var at = now + (asked < BreakerSettingsRules.LongestBreak ? asked : BreakerSettingsRules.LongestBreak);
        At = at > At ? at : At;
    }

    /// <summary>How long it still is until then; null if it has passed.</summary>
    public TimeSpan? Left(TimeSpan now) => At > now ? At - now : null;
}
