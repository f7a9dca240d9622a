namespace Failfast.Tests.Telemetry;

/// <summary>The durations of calls, where they are measured.</summary>
public sealed class CallDurationTests
{
    [Fact]
    public async Task Duration_of_each_shape_of_call_is_measured_and_counts_stay_exact()
    {
        await using var cluster = await BreakerCluster.Start(silos: 1, configure: options => options.MeasureCallDuration = true);
        using var meter = new MeterReader(cluster.Orleans.Client.ServiceProvider);
        var breaker = cluster.CountingBreaker("measured");
        var took = TimeSpan.FromSeconds(2);

        await breaker.Guard(_ => Pass());
        await breaker.Guard(async _ => await Pass());
        await breaker.Guard(_ => new ValueTask(Pass()));
        Assert.True((await breaker.TryGuard(async _ => await Pass())).IsSuccess);
        await Assert.ThrowsAsync<TimeoutException>(async () => await breaker.Guard(_ => ValueTask.FromException<int>(new TimeoutException())));
        using (var permit = await breaker.EnterAsync())
        {
            await Pass();
            permit.Succeed();
        }

        var measured = meter.Read(FailfastTelemetry.CallDuration, (FailfastTelemetry.BreakerTag, "measured"));
        Assert.Equal([0, 2, 2, 2, 2, 2], measured.Select(series => series.Value).Order());
        await breaker.CountsAreExactly(cluster, calls: 6, failures: 1);

        Task<int> Pass()
        {
            cluster.Time.Advance(took);
            return Task.FromResult(1);
        }
    }
}
