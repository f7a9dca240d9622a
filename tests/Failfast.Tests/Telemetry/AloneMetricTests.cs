namespace Failfast.Tests.Telemetry;

/// <summary>A process that has lost a breaker's grain shows it.</summary>
public sealed class AloneMetricTests
{
    [Fact]
    public async Task Alone_is_one_while_the_grain_does_not_answer_and_zero_again_when_it_does()
    {
        var outage = new GrainOutage { Now = GrainOutage.Kind.Refuse };
        await using var cluster = await BreakerCluster.Start(silos: 1, client: client => client.AddOutgoingGrainCallFilter(outage));
        using var meter = new MeterReader(cluster.Orleans.Client.ServiceProvider);
        var breaker = cluster.Client.GetBreaker("alone");

        await breaker.Succeed();
        await cluster.Becomes(() => Task.FromResult(Alone() == 1));

        outage.Now = GrainOutage.Kind.None;
        await cluster.Becomes(async () =>
        {
            await breaker.Succeed();
            return Alone() == 0;
        });

        double? Alone() => meter.Read(FailfastTelemetry.Alone, (FailfastTelemetry.BreakerTag, "alone")).SingleOrDefault()?.Value;
    }
}
