using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Processes;

/// <summary>Silos and a client as processes of their own, on real Redis clustering, and a real kill.</summary>
[Collection(ProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class SiloKilledTests
{
    [Fact]
    public async Task Guard_silo_of_the_breaker_killed_while_open_is_open_everywhere_with_the_remaining_time_kept()
    {
        await using var redis = await RedisServer.Start();
        var cluster = $"killed-{Guid.NewGuid():N}";
        var starting = Enumerable.Range(0, 3).Select(_ => HostProcess.StartSilo(HostProgram.Current, redis, cluster)).ToList();
        var silos = await Task.WhenAll(starting);
        await using var first = silos[0];
        await using var second = silos[1];
        await using var third = silos[2];
        await using var client = await HostProcess.StartClient(HostProgram.Current, redis, cluster);
        HostProcess[] all = [.. silos, client];

        // One long break, so that what remains of it says whether it was kept.
        Assert.Equal("configured", (await client.Ask("configure payments"))[0]);
        foreach (var host in all)
            Assert.Equal("succeeded", (await host.Guard("succeed", "payments")).Outcome);
        // The dependency fails for everybody, as it does in an outage. The breaker opens at some time between the two watches' starts.
        var failing = Stopwatch.StartNew();
        for (var i = 0; i < 5; i++)
            foreach (var host in all)
                await host.Guard("fail", "payments");
        var opened = Stopwatch.StartNew();
        foreach (var host in all)
            await Eventually.Is(async () => (await host.Ask("state payments")) is ["Open", "Cluster", ..]);

        var home = int.Parse((await client.Ask("home payments"))[0], CultureInfo.InvariantCulture);
        var killed = silos.Single(silo => silo.SiloPort == home);
        await killed.Kill();
        HostProcess[] left = [.. all.Where(host => host != killed)];

        // While the grain can't be reached, and after: no call runs, none waits for it.
        var slowest = TimeSpan.Zero;
        await Eventually.Is(
            async () =>
            {
                foreach (var host in left)
                {
                    var (outcome, took) = await host.Guard("succeed", "payments");
                    Assert.Equal("rejected", outcome);
                    slowest = took > slowest ? took : slowest;
                }

                return (await client.Ask("home payments"))[0] is var port && port != "none" && port != $"{home}";
            },
            () => client.Log,
            TimeSpan.FromSeconds(50));
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"A guarded call waited {slowest}.");
        foreach (var host in left)
        {
            var most = 60 - opened.Elapsed.TotalSeconds + 2;
            var state = await host.Ask("state payments");
            Assert.Equal("Open", state[0]);
            var remains = double.Parse(state[3], CultureInfo.InvariantCulture);
            Assert.InRange(remains, 60 - failing.Elapsed.TotalSeconds - 2, most);
        }

        // The operator's settings too are remembered by callers: the grain has them when the first has reported.
        await Eventually.Is(async () =>
        {
            await client.Guard("succeed", "payments");
            return (await client.Ask("configured payments"))[0] == "60";
        });
    }
}
