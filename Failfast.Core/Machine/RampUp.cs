namespace Failfast.Machine;

/// <summary>After closing, spares a dependency that has just recovered from all calls at once.</summary>
internal static class RampUp
{
    /// <summary>The share of calls to admit: it grows linearly from none to all.</summary>
    public static double Share(TimeSpan sinceClosed, TimeSpan duration) =>
        duration <= TimeSpan.Zero ? 1 : Math.Clamp(sinceClosed / duration, 0, 1);

    /// <param name="sinceClosed">How long ago the breaker closed.</param>
    /// <param name="duration">The duration of the whole ramp-up.</param>
    /// <param name="random">From 0 up to, not including, 1.</param>
    public static bool Admits(TimeSpan sinceClosed, TimeSpan duration, double random) => random < Share(sinceClosed, duration);
}
