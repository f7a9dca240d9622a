using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Integration.Clusters;

/// <summary>What operators read.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task GetStatus_names_what_made_the_last_failures_and_so_does_the_reason()
    {
        await using var cluster = await BreakerCluster.Start(
            silos: 1,
            options =>
            {
                options.Defaults = options.Defaults with { CallTimeout = TimeSpan.FromSeconds(2) };
                options.ShouldHandleResult<Version>("status", _ => true);
            });
        var breaker = cluster.Client.GetBreaker("status");
        await breaker.Succeed();
        cluster.Time.Advance(TimeSpan.FromMilliseconds(10));
        await Assert.ThrowsAsync<FormatException>(() => breaker.Guard(_ => Task.FromException(new FormatException())));
        await breaker.Guard(_ => Task.FromResult(new Version()));
        var hangs = breaker.Guard(_ => new TaskCompletionSource().Task);
        cluster.Time.Advance(TimeSpan.FromSeconds(2.1));
        await Assert.ThrowsAsync<CallTimeoutException>(() => hangs);
        using (var permit = await breaker.EnterAsync())
            permit.Fail(new FormatException());
        await breaker.Fail();

        await Eventually.Is(
            () =>
            {
                cluster.Time.Advance(TimeSpan.FromMilliseconds(20));
                return breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster };
            },
            () => $"{breaker.Snapshot}");
        Assert.Equal("5 failures in a row: FormatException", breaker.Snapshot.Reason);
        Assert.Equal("5 failures in a row: FormatException", (await breaker.IsRejected()).Reason);
        var status = await breaker.GetStatus();
        Assert.Equal(
            "FormatException 2, CallTimeoutException 1, TimeoutException 1, Version 1",
            string.Join(", ", status.FailureCauses.Select(cause => $"{cause.Name} {cause.Count}")));
    }

    [Fact]
    public async Task Guard_own_trip_of_a_host_names_the_cause_too()
    {
        var outage = new GrainOutage { Now = GrainOutage.Kind.Refuse };
        await using var cluster = await BreakerCluster.Start(silos: 1, client: client => client.AddOutgoingGrainCallFilter(outage));
        var breaker = cluster.Client.GetBreaker("status-alone");

        await breaker.Fail(times: 5);

        Assert.Equal("5 failures in a row: TimeoutException", (await breaker.IsRejected()).Reason);
    }

    [Fact]
    public async Task GetStatus_tells_of_an_override_and_a_change_that_it_hides_is_one_line()
    {
        var log = new LogLines();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Tested:Breakers:payments:ConsecutiveFailures"] = "4" }).Build();
        await using var cluster = await BreakerCluster.Start(silos: 1, silo: silo =>
        {
            silo.AddFailfast(configuration.GetSection("Tested"));
            silo.Services.AddLogging(it => it.AddProvider(log));
        });
        var breaker = cluster.Client.GetBreaker("payments");
        var before = await breaker.GetStatus();
        Assert.Equal((false, 4), (before.SettingsAreOverridden, before.ConfiguredSettings!.ConsecutiveFailures));

        await breaker.Configure(before.Snapshot.Settings with { ConsecutiveFailures = 2 });
        configuration["Tested:Breakers:payments:ConsecutiveFailures"] = "7";
        configuration.Reload();

        await Eventually.Is(async () => (await breaker.GetStatus()).ConfiguredSettings!.ConsecutiveFailures == 7);
        var after = await breaker.GetStatus();
        Assert.Equal((true, 2), (after.SettingsAreOverridden, after.Snapshot.Settings.ConsecutiveFailures));
        Assert.Single(log.All, line => line.Contains("Configure(null) goes back", StringComparison.Ordinal));
        Assert.False((await breaker.Configure(null)).SettingsAreOverridden);
    }

    [Fact]
    public async Task Settings_that_two_silos_configure_differently_are_one_warning_with_both_values()
    {
        var log = new LogLines();
        var silos = 0;
        await using var cluster = await BreakerCluster.Start(silos: 2, silo: silo =>
        {
            var failures = Interlocked.Increment(ref silos);
            silo.AddFailfast(options => options.Breakers["payments"] = options.Defaults with { ConsecutiveFailures = failures });
            silo.Services.AddLogging(it => it.AddProvider(log));
        });
        string[] Warnings() => [.. log.All.Where(line => line.Contains("configured differently", StringComparison.Ordinal))];
        var breakers = cluster.BreakersOn("payments");

        await Eventually.Is(async () =>
        {
            await breakers.Meet();
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return Warnings().Length > 0;
        });
        for (var i = 0; i < 40; i++)
        {
            await breakers.Meet();
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var warning = Assert.Single(Warnings());
        Assert.Contains("'payments'", warning, StringComparison.Ordinal);
        Assert.Matches("ConsecutiveFailures is (1 here and 2|2 here and 1) there", warning);
    }
}
