namespace Failfast.Machine;

/// <summary>Why people should look at a breaker.</summary>
internal static class Attention
{
    public static BreakerAttention Of(BreakerState effective, bool storageFails) => effective switch
    {
        BreakerState.Open => BreakerAttention.Open,
        BreakerState.Isolated => BreakerAttention.Isolated,
        BreakerState.HalfOpen => BreakerAttention.HalfOpen,
        BreakerState.Disabled => BreakerAttention.Disabled,
        _ => storageFails ? BreakerAttention.StorageFailing : BreakerAttention.None,
    };

    public static BreakerAttention Of(MachineState state, bool storageFails, TimeSpan now, BreakerSettings settings)
    {
        var attention = Of(state.Effective(settings, now), storageFails);
        return attention == BreakerAttention.None && IsNearTrip(state, now, settings) ? BreakerAttention.NearTrip : attention;
    }

    /// <summary>Whether a rule is halfway to opening a closed breaker.</summary>
    public static bool IsNearTrip(MachineState state, TimeSpan now, BreakerSettings settings)
    {
        // Of most breakers there is no more to know.
        if (state.FailingHosts.IsEmpty || state.CountFailingHosts(settings, now) == 0)
            return false;
        // One failure is no run: a threshold of 1 or 2 is never near.
        if (settings.ConsecutiveFailures > 0 && state.Run >= Math.Max(2, (settings.ConsecutiveFailures + 1) / 2))
            return true;
        var total = state.Window.Total(now, settings.SamplingDuration);
        return total.Calls >= settings.MinimumThroughput
            && ((settings.FailureRatio > 0 && total.Failures * 2.0 / total.Calls >= settings.FailureRatio)
                || (settings is { SlowCallDuration: not null, SlowCallRatio: { } slow } && total.Slow * 2.0 / total.Calls >= slow));
    }
}
