namespace Failfast.Machine;

/// <summary>How long a break lasts.</summary>
internal static class BreakLengths
{
    /// <summary>The length of the break after <paramref name="breaksBefore"/> others in a row: grown, jittered, capped.</summary>
    public static TimeSpan Next(BreakerSettings settings, int breaksBefore, double random)
    {
        var grown = settings.BreakDuration.TotalSeconds * Math.Pow(settings.BreakDurationFactor, breaksBefore);
        var jittered = Math.Min(grown, settings.MaxBreakDuration.TotalSeconds)
            * (1 + (settings.BreakDurationJitter * ((2 * random) - 1)));
        // Computed in seconds, since it can overflow: Math.Pow returns infinity where TimeSpan would throw.
        return jittered < settings.MaxBreakDuration.TotalSeconds
            ? TimeSpan.FromSeconds(Math.Max(jittered, 0))
            : settings.MaxBreakDuration;
    }

    /// <summary>The least length that the dependency itself has asked for, capped as every break is; negative if it has not.</summary>
    public static TimeSpan Asked(BreakerSettings settings, TimeSpan wait) => wait < settings.MaxBreakDuration ? wait : settings.MaxBreakDuration;
}
