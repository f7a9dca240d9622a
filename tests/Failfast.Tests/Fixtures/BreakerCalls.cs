namespace Failfast.Tests.Fixtures;

/// <summary>Short words for what most tests do.</summary>
internal static class BreakerCalls
{
    /// <summary>A guarded call that works.</summary>
    public static async Task Succeed(this IBreakerGrain breaker) => Assert.Equal(1, await breaker.Guard(_ => ValueTask.FromResult(1)));

    /// <summary>A guarded call that fails with its own exception.</summary>
    public static async Task Fail(this IBreakerGrain breaker, int times = 1)
    {
        for (var i = 0; i < times; i++)
            await Assert.ThrowsAsync<TimeoutException>(async () => await breaker.Guard(_ => ValueTask.FromException<int>(new TimeoutException())));
    }

    /// <summary>A probe that fails with its own exception, once the breaker lets it through.</summary>
    public static Task FailAsProbe(this IBreakerGrain breaker, BreakerCluster cluster) => Assert.ThrowsAsync<TimeoutException>(
        () => cluster.Admits(() => breaker.Guard(_ => Task.FromException(new TimeoutException()))));

    /// <summary>A guarded call that is rejected without being run.</summary>
    public static async Task<BreakerRejection> IsRejected(this IBreakerGrain breaker)
    {
        var ran = false;
        var outcome = await breaker.TryGuard(_ =>
        {
            ran = true;
            return ValueTask.FromResult(1);
        });
        Assert.True(outcome.IsRejected, $"not rejected: {breaker.Snapshot}");
        Assert.False(ran);
        return outcome.Rejection!.Value;
    }

    public static Task IsSeenAs(this IBreakerGrain breaker, BreakerState state) =>
        Eventually.Is(() => breaker.State == state, () => $"wanted {state}, is {breaker.Snapshot}");

    public static async Task AreSeenAs(this IEnumerable<IBreakerGrain> breakers, BreakerState state)
    {
        foreach (var breaker in breakers)
            await breaker.IsSeenAs(state);
    }

    /// <summary>
    /// Every host makes a first call and has it counted, then falls silent: nothing is left that could come in between later.
    /// </summary>
    public static async Task MeetAndSettle(this IReadOnlyList<IBreakerGrain> breakers, BreakerCluster cluster)
    {
        await breakers.Meet();
        await Eventually.Is(async () =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return (await breakers[0].GetStatus()).Calls == breakers.Count;
        });
        cluster.Time.Advance(TimeSpan.FromSeconds(3));
    }

    /// <summary>Every host makes a first call, so that all know the breaker.</summary>
    public static async Task Meet(this IEnumerable<IBreakerGrain> breakers)
    {
        foreach (var breaker in breakers)
            await breaker.Succeed();
    }
}
