using Failfast.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Failfast.Tests.Integration.Clusters;

/// <summary>Settings change while the cluster runs.</summary>
public sealed class SettingsTests
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Tested:Breakers:payments:ConsecutiveFailures"] = "4" }).Build();

    private readonly FaultyStorage _storage = new();

    [Fact]
    public async Task Reload_of_the_silos_configuration_reaches_every_host_within_a_push_and_keeps_the_counts()
    {
        await using var cluster = await Start(silos: 2);
        var breakers = cluster.BreakersOn("payments");
        await breakers.MeetAndSettle(cluster);
        await breakers[0].Fail(times: 3);
        await cluster.Becomes(async () => (await breakers[0].GetStatus()).ConsecutiveFailures == 3);

        Reload("ConsecutiveFailures", "6");
        Reload("BreakDuration", "00:00:07");

        foreach (var breaker in breakers)
            await Eventually.Is(() => breaker.Snapshot.Settings is { ConsecutiveFailures: 6, BreakDuration.TotalSeconds: 7 });
        Assert.Equal(3, (await breakers[0].GetStatus()).ConsecutiveFailures);
        await breakers[0].Fail(times: 2);
        Assert.Equal(BreakerState.Closed, breakers[0].State);
        await breakers[0].Fail();
        await breakers.AreSeenAs(BreakerState.Open);
    }

    [Fact]
    public async Task Reload_that_is_refused_changes_nothing_and_new_breakers_still_work()
    {
        await using var cluster = await Start(silos: 1);
        var breaker = cluster.Client.GetBreaker("payments");
        await breaker.Succeed();

        Reload("FailureRatio", "7");
        await breaker.Succeed();
        var fresh = cluster.Hosts[0].GetBreaker("made-after-the-mistake");
        await fresh.Succeed();
        Assert.Equal(4, (await breaker.GetStatus()).Snapshot.Settings.ConsecutiveFailures);

        Reload("FailureRatio", "0.75");
        await Eventually.Is(() => breaker.Snapshot.Settings.FailureRatio == .75);
    }

    [Fact]
    public async Task Reload_while_the_grain_is_still_activating_is_not_missed()
    {
        await using var cluster = await Start(silos: 1);
        // Those that configuration names are asked for at start.
        await cluster.Client.GetBreaker("payments").GetStatus();
        var release = new TaskCompletionSource();
        _storage.Delay = release.Task;
        var reads = _storage.Calls;
        var status = cluster.Client.GetBreaker("activating").GetStatus();
        await Eventually.Is(() => _storage.Calls == reads + 1);

        _configuration["Tested:Defaults:ConsecutiveFailures"] = "6";
        _configuration.Reload();
        release.SetResult();

        await status;
        await Eventually.Is(async () => (await cluster.Client.GetBreaker("activating").GetStatus()).Snapshot.Settings.ConsecutiveFailures == 6);
    }

    [Fact]
    public async Task Configure_survives_deactivation_with_storage_and_a_reload_and_null_goes_back_to_the_configuration_of_the_day()
    {
        await using var cluster = await Start(silos: 1);
        var breakers = cluster.BreakersOn("payments");
        await breakers.Meet();
        var settings = new BreakerSettings
        {
            ConsecutiveFailures = 2, CallTimeout = TimeSpan.FromSeconds(3), MaxConcurrentCalls = 50, RampUpDuration = TimeSpan.FromSeconds(1),
        };
        Assert.Equal(BreakerDurability.Durable, (await breakers[0].Configure(settings)).Durability);

        Reload("ConsecutiveFailures", "9");
        await cluster.Orleans.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await Eventually.Is(async () => (await cluster.Orleans.Client.GetGrain<IManagementGrain>(0)
            .GetActivationAddress(breakers[0])) is null);

        Assert.Equal(settings, (await breakers[0].GetStatus()).Snapshot.Settings);
        await breakers[1].Configure(null);
        foreach (var breaker in breakers)
        {
            // The new activation has not met this host before its next report.
            await Eventually.Is(async () =>
            {
                await breaker.Succeed();
                cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
                return breaker.Snapshot.Settings == new BreakerSettings { ConsecutiveFailures = 9 };
            });
        }

        await breakers[0].IsDurable(cluster);
        Assert.Null((await cluster.Stored("payments"))!.SettingsJson);
    }

    [Fact]
    public async Task Configure_of_what_does_not_concern_them_keeps_the_counts()
    {
        await using var cluster = await Start(silos: 2);
        var breakers = cluster.BreakersOn("counting");
        await breakers.MeetAndSettle(cluster);
        await breakers[0].Fail(times: 4);
        await cluster.Becomes(async () => (await breakers[0].GetStatus()).ConsecutiveFailures == 4);

        await breakers[1].Configure(new BreakerSettings { BreakDuration = TimeSpan.FromSeconds(9), BreakDurationJitter = 0, MaxConcurrentCalls = 9 });
        foreach (var breaker in breakers)
            await Eventually.Is(() => breaker.Snapshot.Settings.MaxConcurrentCalls == 9);
        var status = await breakers[0].GetStatus();
        Assert.Equal((4, 4, breakers.Count + 4), (status.ConsecutiveFailures, status.Failures, status.Calls));
        // On another host: only the cluster's count can make it five.
        await breakers[2].Fail();

        await breakers.AreSeenAs(BreakerState.Open);
        Assert.Equal(9, breakers[1].Snapshot.RetryAfter!.Value.TotalSeconds, precision: 1);
    }

    private void Reload(string setting, string value)
    {
        _configuration[$"Tested:Breakers:payments:{setting}"] = value;
        _configuration.Reload();
    }

    private Task<BreakerCluster> Start(int silos) => BreakerCluster.Start(
        silos,
        silo: silo =>
        {
            silo.AddFailfast(_configuration.GetSection("Tested"));
            silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", _storage);
        });
}
