using System.Diagnostics;

namespace Failfast.Tests.Integration.Processes;

/// <summary>An external client loses every silo there is, and finds others later.</summary>
[Collection(ProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class GatewaysLostTests
{
    private readonly Waits _calls = new();

    [Fact]
    public async Task Guard_client_without_any_gateway_goes_on_alone_and_agrees_again_with_new_silos()
    {
        await using var cluster = await ProcessCluster.Start(
            silos: 2, "--Failfast:Defaults:BreakDuration=00:00:08", "--Failfast:Defaults:BreakDurationJitter=0",
            "--Failfast:Defaults:ProbeTimeout=00:00:02");
        var client = cluster.Client;
        foreach (var breaker in new[] { "closed", "local", "open", "isolated" })
            await cluster.All.Meet(breaker);
        await client.Ask("isolate isolated");
        await cluster.All.See("isolated", "Isolated");
        var opening = Stopwatch.StartNew();
        await cluster.All.Open("open");

        await Task.WhenAll(cluster.Silos.Select(silo => silo.Kill()));

        await Eventually.Is(
            async () =>
            {
                Assert.Equal("succeeded", await _calls.Guard(client, "succeed", "closed"));
                Assert.Equal("rejected", await _calls.Guard(client, "succeed", "isolated"));
                return await _calls.Guard(client, "succeed", "open") == "succeeded";
            },
            () => client.Log,
            TimeSpan.FromSeconds(40));
        Assert.True(opening.Elapsed > TimeSpan.FromSeconds(8), $"It probed after {opening.Elapsed}.");
        Assert.Equal(["Closed", "Alone"], (await client.Ask("state open"))[..2]);
        await TripsAlone(client, "local");
        await TripsAlone(client, "met-for-the-first-time");
        _calls.WereRare();

        // Nothing is stored anywhere: all that new silos can know is what the client remembers.
        await cluster.StartSilos(2);
        await ComesToSee(client, "closed", "Closed", "succeeded");
        await ComesToSee(client, "isolated", "Isolated", "rejected");
        foreach (var breaker in new[] { "open", "local", "met-for-the-first-time" })
            await ComesToSee(client, breaker, "Closed", null);
        await cluster.All.ComeToSee("isolated", "Isolated");
        await cluster.All.ComeToSee("open", "Closed");
        await cluster.All.Open("closed");
    }

    private async Task TripsAlone(HostProcess client, string breaker)
    {
        // One that was heard of just before the silos went is trusted for its lease.
        await Eventually.Is(
            async () =>
            {
                Assert.Equal("succeeded", await _calls.Guard(client, "succeed", breaker));
                return (await client.Ask($"state {breaker}"))[1] == "Alone";
            },
            () => $"{breaker}\n{client.Log}");
        for (var i = 0; i < 5; i++)
            Assert.Equal("failed", await _calls.Guard(client, "fail", breaker));
        Assert.Equal(["Open", "Alone"], (await client.Ask($"state {breaker}"))[..2]);
        Assert.Equal("rejected", await _calls.Guard(client, "succeed", breaker));
    }

    // A call that needs no leave never ends in another way, whatever happens behind it.
    private Task ComesToSee(HostProcess client, string breaker, string state, string? outcome) => Eventually.Is(
        async () =>
        {
            var ended = await _calls.Guard(client, "succeed", breaker);
            Assert.Equal(outcome ?? ended, ended);
            return await client.Ask($"state {breaker}") is [var now, "Cluster", ..] && now == state;
        },
        () => $"{breaker} {state}\n{client.Log}",
        TimeSpan.FromSeconds(40));
}
