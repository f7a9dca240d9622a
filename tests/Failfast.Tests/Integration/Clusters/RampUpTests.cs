namespace Failfast.Tests.Integration.Clusters;

[Collection(SharedClusterTests.Name)]
public sealed class RampUpTests(SharedCluster shared)
{
    private const int Tries = 2_000;

    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_after_closing_admits_the_scheduled_share_on_every_host()
    {
        var breakers = _cluster.BreakersOn("ramping-up", it => it with { RampUpDuration = TimeSpan.FromSeconds(100) });
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await _cluster.Admits(breakers[1].Succeed);
        await breakers.AreSeenAs(BreakerState.Closed);

        Assert.All(await Admitted(breakers), share => Assert.Equal(0, share));
        foreach (var scheduled in new[] { .2, .5, .8 })
        {
            while (Elapsed() < scheduled)
                await Step();
            // Five standard deviations: once in more than a million runs it is chance.
            var bound = 5 * Math.Sqrt(scheduled * (1 - scheduled) / Tries);
            Assert.All(await Admitted(breakers), share => Assert.InRange(share, scheduled - bound, scheduled + bound));
        }

        var rejection = await breakers[2].TryGuard(_ => ValueTask.FromResult(1));
        for (var i = 0; i < 200 && !rejection.IsRejected; i++)
            rejection = await breakers[2].TryGuard(_ => ValueTask.FromResult(1));
        Assert.Equal((RejectionCause.RampUp, BreakerState.Closed), (rejection.Rejection!.Value.Cause, rejection.Rejection.Value.State));
        Assert.Equal(20, rejection.Rejection.Value.RetryAfter!.Value.TotalSeconds, precision: 1);
        while (Elapsed() < 1.01)
            await Step();
        Assert.All(await Admitted(breakers), share => Assert.Equal(1, share));
    }

    private DateTimeOffset _closed;

    private double Elapsed()
    {
        if (_closed == default)
            _closed = _cluster.Time.GetUtcNow();
        return (_cluster.Time.GetUtcNow() - _closed).TotalSeconds / 100;
    }

    // Small, so that leases hold: replies come in real time.
    private async Task Step()
    {
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System);
    }

    private static async Task<List<double>> Admitted(IReadOnlyList<IBreakerGrain> breakers)
    {
        var shares = new List<double>();
        foreach (var breaker in breakers)
        {
            var admitted = 0;
            for (var i = 0; i < Tries; i++)
                admitted += (await breaker.TryGuard(_ => ValueTask.FromResult(1))).IsSuccess ? 1 : 0;
            shares.Add((double)admitted / Tries);
        }

        return shares;
    }
}
