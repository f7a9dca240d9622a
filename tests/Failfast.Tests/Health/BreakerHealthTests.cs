using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Failfast.Tests.Health;

/// <summary>The health of a process whose breakers are open.</summary>
public sealed class BreakerHealthTests : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1, configure: options => options.Defaults = new() { BreakDurationJitter = 0 },
        client: client => client.Services.AddHealthChecks().AddFailfast(
            options =>
            {
                options.UnhealthyWhenOpen.Add("vital");
                options.UnhealthyWhenOpen.Add("vital-*");
            },
            ["dependencies"]));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Health_with_all_breakers_closed_is_healthy()
    {
        await _cluster.Client.GetGrain<IBreakerGrain>("closed").Succeed();

        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
    }

    [Fact]
    public async Task Health_with_open_and_isolated_breakers_is_degraded_with_their_names_until_they_are_not()
    {
        var (open, isolated) = (_cluster.Client.GetGrain<IBreakerGrain>("an-open-one"), _cluster.Client.GetGrain<IBreakerGrain>("isolated"));
        await open.Succeed();
        await open.Fail(times: 5);
        await isolated.Succeed();
        await isolated.Isolate("a test");
        await isolated.IsSeenAs(BreakerState.Isolated);

        var check = await Check();

        Assert.Equal(HealthStatus.Degraded, check.Status);
        Assert.Equal("Open or isolated: an-open-one (open), isolated (isolated).", check.Description);
        Assert.Equal("isolated", check.Data["isolated"]);

        await isolated.Close();
        // Half-open until somebody calls, be that never.
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
    }

    [Theory]
    [InlineData("vital", HealthStatus.Unhealthy)]
    [InlineData("vital-mail", HealthStatus.Unhealthy)]
    [InlineData("vitality", HealthStatus.Degraded)]
    public async Task Health_with_an_open_breaker_that_is_vital_is_unhealthy(string name, HealthStatus expected)
    {
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>(name);
        await breaker.Succeed();
        await breaker.Isolate("a test");
        await breaker.IsSeenAs(BreakerState.Isolated);

        Assert.Equal(expected, (await Check()).Status);
    }

    [Fact]
    public async Task Health_with_many_open_breakers_names_some()
    {
        foreach (var i in Enumerable.Range(0, 25))
        {
            var breaker = _cluster.Client.GetBreaker($"many-{i:00}");
            await breaker.Fail(times: 5);
        }

        var check = await Check();

        Assert.EndsWith("many-19 (open) and 5 more.", check.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_being_checked_calls_no_grain()
    {
        var breaker = _cluster.Client.GetBreaker("asleep");
        await breaker.Succeed();
        await _cluster.Becomes(async () => (await breaker.GetStatus()).Calls == 1);
        using var meter = new MeterReader(_cluster.Orleans.Client.ServiceProvider);
        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return meter.Read(FailfastTelemetry.State).Count == 0;
        });
        var sent = meter.Sum(FailfastTelemetry.Reports);

        for (var i = 0; i < 10; i++)
            await Check();
        await _cluster.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(sent, meter.Sum(FailfastTelemetry.Reports));
    }

    [Fact]
    public async Task Health_has_tags_to_be_left_out_of_liveness_by()
    {
        var service = _cluster.Orleans.Client.ServiceProvider.GetRequiredService<HealthCheckService>();

        Assert.Empty((await service.CheckHealthAsync(check => !check.Tags.Contains("failfast"))).Entries);
        Assert.Single((await service.CheckHealthAsync(check => check.Tags.Contains("dependencies"))).Entries);
    }

    private async Task<HealthReportEntry> Check() =>
        (await _cluster.Orleans.Client.ServiceProvider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["failfast"];
}
