using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Processes;

/// <summary>The whole cluster goes and comes back, as processes, with nobody left to remember: what returns comes from the table.</summary>
[Collection(TableProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class AllSilosRestartedTests(SharedAzurite azurite)
{
    // Seconds; far more than two starts of a cluster take.
    private const int Break = 600;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_of_every_silo_brings_back_what_was(bool killed)
    {
        await using var redis = await RedisServer.Start();
        var run = Guid.NewGuid().ToString("N")[..8];
        var (open, ended, isolated, disabled) = ($"open-{run}", $"ended-{run}", $"isolated-{run}", $"disabled-{run}");
        var opened = new Stopwatch();
        var silos = await Start(redis, $"first-{run}");
        try
        {
            var first = silos[0];
            await first.Ask($"configure {open} {Break}");
            await first.Ask($"configure {ended} 2");
            Assert.Equal("Durable", (await first.Ask($"isolate {isolated}"))[0]);
            Assert.Equal("Durable", (await first.Ask($"disable {disabled}"))[0]);
            foreach (var breaker in new[] { open, ended })
            {
                for (var i = 0; i < 5; i++)
                    await first.Guard("fail", breaker);
                await Eventually.Is(async () => await first.Ask($"status {breaker}") is ["Open" or "HalfOpen", "Durable", "1", _]);
                opened.Restart();
            }
        }
        finally
        {
            await Task.WhenAll(silos.Select(silo => killed ? silo.Kill() : silo.Stop()));
        }

        // The shorter break ends while nobody is there.
        await Eventually.Is(() => opened.Elapsed > TimeSpan.FromSeconds(2.5));
        var again = await Start(redis, $"second-{run}");
        try
        {
            var second = again[1];
            // Storage may answer late on a busy machine: the grain goes on without, and learns later what was.
            string[] status = [];
            var asked = TimeSpan.Zero;
            await Eventually.Is(
                async () =>
                {
                    asked = opened.Elapsed;
                    return (status = await second.Ask($"status {open}")) is ["Open", "Durable", "1", _];
                },
                () => $"{string.Join(' ', status)} {opened.Elapsed} after it opened.\n{second.Log}");
            var remains = double.Parse(status[3], CultureInfo.InvariantCulture);
            Assert.InRange(remains, Break - opened.Elapsed.TotalSeconds - 15, Break - asked.TotalSeconds + 1);
            // A first call waits for the grain no longer than its budget: on a busy machine that may be too short.
            await Ends(second, open, "rejected");
            await Eventually.Is(async () => await second.Ask($"status {ended}") is ["HalfOpen", "Durable", "1", _]);
            await Eventually.Is(async () => await second.Ask($"status {isolated}") is ["Isolated", ..]);
            await Eventually.Is(async () => await second.Ask($"status {disabled}") is ["Disabled", ..]);
            Assert.Equal($"{Break}", (await second.Ask($"configured {open}"))[0]);
            Assert.Equal("2", (await second.Ask($"configured {ended}"))[0]);
            await Ends(second, isolated, "rejected");
            await Ends(second, ended, "succeeded");
            await Eventually.Is(async () => await second.Ask($"status {ended}") is ["Closed", "Durable", ..]);
        }
        finally
        {
            await Task.WhenAll(again.Select(silo => silo.DisposeAsync().AsTask()));
            await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
        }
    }

    private static Task Ends(HostProcess host, string breaker, string outcome) =>
        Eventually.Is(async () => (await host.Guard("succeed", breaker)).Outcome == outcome);

    private Task<HostProcess[]> Start(RedisServer redis, string cluster) =>
        Task.WhenAll(Enumerable.Range(0, 2).Select(_ => HostProcess.StartSilo(HostProgram.Current, redis, cluster, $"--tables={azurite.Server.ConnectionString}")));
}
