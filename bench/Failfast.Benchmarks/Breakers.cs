namespace Failfast.Benchmarks;

/// <summary>Failfast's breakers under test: references to real grains, in the state that a case measures.</summary>
internal static class Breakers
{
    /// <summary>Of calls that have one; none reaches it.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Calls at a time, where they are limited; no call is rejected for it.</summary>
    public const int AtATime = 100;

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    /// <summary>Default settings, except for the breakers of some cases.</summary>
    public static void Configure(FailfastOptions options)
    {
        options.Breakers["slow-rule"] = new() { SlowCallDuration = TimeSpan.FromSeconds(1) };
        options.Breakers["timeout"] = new() { CallTimeout = Timeout };
        options.Breakers["concurrency"] = new() { MaxConcurrentCalls = AtATime };
        options.Breakers["open"] = new() { BreakDuration = Long, MaxBreakDuration = Long };
    }

    /// <summary>A breaker that is closed according to its grain.</summary>
    public static async Task<IBreakerGrain> Closed(IGrainFactory grains, string name)
    {
        var breaker = grains.GetGrain<IBreakerGrain>(name);
        await breaker.Guard(static _ => ValueTask.CompletedTask);
        return await Is(breaker, BreakerState.Closed);
    }

    /// <summary>Opened by failures, for the whole cluster.</summary>
    public static async Task<IBreakerGrain> Open(IGrainFactory grains)
    {
        // By an earlier case of the same process, perhaps.
        if (grains.GetBreaker("open") is { Snapshot: { State: BreakerState.Open, Scope: BreakerScope.Cluster } } already)
            return already;
        var breaker = await Closed(grains, "open");
        for (var i = 0; i < 5; i++)
            await breaker.TryGuard(static _ => ValueTask.FromException<int>(new TimeoutException()));
        return await Is(breaker, BreakerState.Open);
    }

    private static async Task<IBreakerGrain> Is(IBreakerGrain breaker, BreakerState state)
    {
        for (var i = 0; i < 500; i++)
        {
            if (breaker.Snapshot is { Scope: BreakerScope.Cluster } seen && seen.State == state)
                return breaker;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        throw new InvalidOperationException($"Not {state} in the cluster: {breaker.Snapshot}");
    }
}
