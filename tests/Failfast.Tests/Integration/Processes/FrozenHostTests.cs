using System.Diagnostics;

namespace Failfast.Tests.Integration.Processes;

/// <summary>A host stops in its tracks, keeps its connections, and goes on later as if no time had passed.</summary>
[Collection(ProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class FrozenHostTests
{
    /// <summary>Seconds of the lease, and of the frost. The full minute is for those who ask for it.</summary>
    public static TheoryData<int, int> Frosts => Environment.GetEnvironmentVariable("FAILFAST_SOAK") == "1"
        ? new() { { 2, 6 }, { 10, 60 } }
        : new() { { 2, 6 } };

    [Theory]
    [MemberData(nameof(Frosts))]
    public async Task Guard_client_frozen_beyond_its_lease_asks_soon_after_it_goes_on(int lease, int frost)
    {
        // The budget is raised for the first call after the frost, which is to hear the answer on a busy machine too.
        await using var cluster = await ProcessCluster.Start(
            silos: 2, $"--Failfast:LeaseDuration=00:00:{lease}", "--Failfast:ColdStartBudget=00:00:05",
            "--Failfast:Defaults:BreakDuration=00:02:00", "--Failfast:Defaults:MaxBreakDuration=00:02:00");
        var client = cluster.Client;
        await cluster.All.Meet("payments");
        Assert.Equal("succeeded", (await client.Guard("succeed", "payments")).Outcome);

        await client.Freeze();
        var frozen = Stopwatch.StartNew();
        await cluster.Silos.Open("payments");
        await Eventually.Is(() => frozen.Elapsed > TimeSpan.FromSeconds(frost), budget: TimeSpan.FromSeconds(frost + 5));
        await client.Resume();

        // Its next sweep finds the lease over: a closed breaker's calls read no clock.
        await Eventually.Is(async () => (await client.Guard("succeed", "payments")).Outcome == "rejected", budget: TimeSpan.FromSeconds(2));
        await cluster.All.See("payments", "Open");
    }

    [Fact]
    public async Task Guard_silo_of_the_breaker_frozen_delays_no_call_and_is_replaced()
    {
        await using var cluster = await ProcessCluster.Start(
            silos: 3, "--Failfast:Defaults:BreakDuration=00:01:00", "--Failfast:Defaults:BreakDurationJitter=0");
        await cluster.All.Meet("payments");
        var home = await cluster.FindHome("payments");
        HostProcess[] left = [.. cluster.All.Where(host => host != home)];

        await home.Freeze();

        var calls = new Waits();
        await Eventually.Is(
            async () =>
            {
                foreach (var host in left)
                    Assert.Equal("succeeded", await calls.Guard(host, "succeed", "payments"));
                return await cluster.TryFindHome("payments") is { } now && now != home;
            },
            () => cluster.Client.Log,
            TimeSpan.FromSeconds(60));
        calls.WereRare();
        await left.ComeToSee("payments", "Closed");
        await left.Open("payments");

        // It was buried alive: it may not disturb the others, and ends itself.
        await home.Resume();
        await Eventually.Is(
            async () =>
            {
                foreach (var host in left)
                    Assert.Equal("rejected", await calls.Guard(host, "succeed", "payments"));
                return home.HasExited;
            },
            () => home.Log);
        await left.See("payments", "Open");
    }
}
