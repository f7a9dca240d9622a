namespace Failfast.Tests.Integration.Processes;

/// <summary>What the silo had counted dies with it; the hosts have it still.</summary>
[Collection(ProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class KilledWhileClosedTests
{
    [Fact]
    public async Task Guard_silo_of_the_breaker_killed_with_four_of_five_failures_counted_opens_at_the_fifth()
    {
        await using var cluster = await ProcessCluster.Start(
            silos: 3, "--Failfast:Defaults:BreakDuration=00:05:00", "--Failfast:Defaults:MaxBreakDuration=00:05:00");
        foreach (var host in cluster.All)
            await host.Ask("watch payments");
        await cluster.All.See("payments", "Closed");
        var home = await cluster.FindHome("payments");
        HostProcess[] left = [.. cluster.All.Where(host => host != home)];
        // No host has seen enough to trip by itself.
        foreach (var host in left[..2])
            for (var i = 0; i < 2; i++)
                Assert.Equal("failed", (await host.Guard("fail", "payments")).Outcome);
        await Eventually.Is(async () => (await left[2].Ask("counted payments"))[0] == "4");

        await home.Kill();

        var calls = new Waits();
        await Eventually.Is(
            async () =>
            {
                // Their callers give them up, so that they count nothing.
                foreach (var host in left)
                    Assert.Equal("failed", await calls.Guard(host, "cancel", "payments"));
                return await cluster.TryFindHome("payments") is { } now && now != home;
            },
            () => left[2].Log,
            TimeSpan.FromSeconds(40));
        calls.WereRare();
        foreach (var host in left)
            Assert.Equal("Closed", (await host.Ask("state payments"))[0]);

        Assert.Equal("failed", (await left[2].Guard("fail", "payments")).Outcome);
        await left.See("payments", "Open");
    }
}
