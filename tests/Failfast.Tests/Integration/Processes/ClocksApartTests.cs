using System.Globalization;

namespace Failfast.Tests.Integration.Processes;

/// <summary>What one silo has stored is read by another whose wall clock is an hour off.</summary>
[Collection(TableProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class ClocksApartTests(SharedAzurite azurite)
{
    private const int Break = 8;

    [Theory]
    [InlineData("", "--ahead=01:00:00", "HalfOpen")]
    [InlineData("--ahead=01:00:00", "", "Open")]
    public async Task Guard_breaker_moved_to_a_silo_with_another_clock_keeps_a_sane_break_and_recovers(
        string first, string second, string state)
    {
        var name = $"clocks-{Guid.NewGuid():N}";
        await using var cluster = await ProcessCluster.Start(
            silos: 0, $"--tables={azurite.Server.ConnectionString}", $"--Failfast:Defaults:BreakDuration=00:00:0{Break}",
            "--Failfast:Defaults:BreakDurationJitter=0", "--Failfast:Defaults:ProbeTimeout=00:00:02");
        var before = (await cluster.StartSilos(1, first))[0];
        await cluster.StartClient();
        await cluster.All.Meet(name);
        var after = (await cluster.StartSilos(1, second))[0];
        await cluster.All.Open(name);
        await Eventually.Is(async () => await before.Ask($"status {name}") is ["Open", "Durable", "1", _]);

        await before.Kill();

        string[] status = [];
        await Eventually.Is(
            async () => (status = await after.Ask($"status {name}")) is [_, _, "1", _], () => after.Log, TimeSpan.FromSeconds(40));
        // By the slow clock nothing of the break has passed, by the fast one it ended long ago: it lasts once more, or not at all.
        Assert.Equal(state, status[0]);
        Assert.InRange(double.Parse(status[3], CultureInfo.InvariantCulture), 0, Break);
        await cluster.All.ComeToSee(name, "Closed");
        await Eventually.Is(async () => await after.Ask($"status {name}") is ["Closed", "Durable", "0", _]);
        await cluster.All.Open(name);
        // Twice as long, since it opens again soon after it has closed.
        foreach (var host in cluster.All)
            Assert.InRange(double.Parse((await host.Ask($"state {name}"))[3], CultureInfo.InvariantCulture), 0, Break * 2);
    }
}
