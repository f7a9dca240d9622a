namespace Failfast.Tests.Fixtures;

/// <summary>Asserts counts that must not only be reached but kept.</summary>
internal static class ExactCounts
{
    /// <summary>
    /// Two further calls, each of the other kind than what it would show up: a host's reports come in order, so once the grain
    /// has counted the success, a failure counted twice has arrived too; and so with the failure and a second success.
    /// </summary>
    public static async Task CountsAreExactly(this IBreakerGrain breaker, BreakerCluster cluster, long calls, long failures, long slow = 0)
    {
        await breaker.Succeed();
        var status = await Until(now => now.Calls - now.Failures > calls - failures);
        Assert.Equal((failures, slow), (status.Failures, status.SlowCalls));
        await breaker.Fail();
        status = await Until(now => now.Failures > failures);
        Assert.Equal((calls + 2, failures + 1, slow), (status.Calls, status.Failures, status.SlowCalls));

        async Task<BreakerStatus> Until(Func<BreakerStatus, bool> hasArrived)
        {
            BreakerStatus? status = null;
            await Eventually.Is(
                async () =>
                {
                    cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
                    return hasArrived(status = await breaker.GetStatus());
                },
                () => $"{status}, wanted {calls} calls, {failures} failures and then one more each");
            return status!;
        }
    }
}
