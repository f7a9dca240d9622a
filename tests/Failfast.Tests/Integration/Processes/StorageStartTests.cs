using System.Diagnostics;
using Failfast.Silo;
using Xunit.Abstractions;

namespace Failfast.Tests.Integration.Processes;

/// <summary>The ready silo, as a process, on a real storage that refuses or is silent when it starts, and comes back.</summary>
[Trait(Category.Key, Category.Slow)]
public sealed class StorageStartTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly int _http = FreePort.Next();
    private readonly int _gateway = FreePort.Next();
    private TimeSpan _took;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_starts_without_azure_tables_and_stores_when_they_are_back(bool silent)
    {
        await using var tables = new AzuriteServer(await Npm.Azurite);
        await StartsAndStores(
            silent, "AzureTableStorage", tables.ConnectionString, tables.Run, tables.Freeze, tables.Resume);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_starts_without_redis_and_stores_when_it_is_back(bool silent)
    {
        await using var redis = new RedisServer();
        await StartsAndStores(silent, "Redis", redis.ConnectionString, redis.Run, redis.Freeze, redis.Resume);
    }

    [Fact]
    public async Task Silo_is_not_ready_before_the_breakers_it_is_configured_with_are_read()
    {
        await using var tables = await AzuriteServer.Start();
        using (var first = Start("AzureTableStorage", tables.ConnectionString))
        {
            await IsReady(first, SiloHealth.ReadyPath);
            await using (var before = await GatewayClient.Connect(_gateway))
                Assert.Equal(BreakerDurability.Durable, (await Ask(before, it => it.Isolate("stay"))).Durability);
            first.Terminate();
            Assert.Equal(0, await first.ExitCode(Patience));
        }

        await tables.Freeze();
        using var silo = Start("AzureTableStorage", tables.ConnectionString);
        await IsReady(silo, SiloHealth.LivePath);
        Assert.Equal(1, await HealthCheck.Run($"http://127.0.0.1:{_http}{SiloHealth.ReadyPath}"));
        await tables.Resume();
        await IsReady(silo, SiloHealth.ReadyPath);

        await using var after = await GatewayClient.Connect(_gateway);
        var status = await Ask(after, it => it.GetStatus());
        Assert.Equal((BreakerState.Isolated, BreakerDurability.Durable), (status.Snapshot.State, status.Durability));
    }

    [Fact]
    public async Task Silo_whose_tables_go_down_tells_the_operator_why_before_his_time_is_up()
    {
        await using var tables = await AzuriteServer.Start();
        using var silo = Start("AzureTableStorage", tables.ConnectionString);
        await IsReady(silo, SiloHealth.ReadyPath);
        await using var client = await GatewayClient.Connect(_gateway);
        Assert.Equal(BreakerDurability.Durable, (await Ask(client, it => it.Isolate("while up"))).Durability);
        await tables.Kill();

        var status = await Ask(client, it => it.Disable());

        output.WriteLine($"command answered after {_took.TotalSeconds:0.00} s: {status.StorageError}");
        Assert.Equal((BreakerState.Disabled, BreakerDurability.Failing), (status.Snapshot.State, status.Durability));
        Assert.Contains("Could not write the row 'breaker' of failfast.breaker/held: RequestFailedException: Connection refused", status.StorageError, StringComparison.Ordinal);
    }

    private async Task StartsAndStores(bool silent, string provider, string connection, Func<Task> run, Func<Task> freeze, Func<Task> resume)
    {
        if (silent)
        {
            await run();
            await freeze();
        }

        var watch = Stopwatch.StartNew();
        using var silo = Start(provider, connection);
        await Eventually.Is(
            () => silo.Output.Any(line => line.Contains("Active silos: 1", StringComparison.Ordinal)), () => silo.Everything, Patience);
        output.WriteLine($"{provider} silent: {silent}: silo up after {watch.Elapsed.TotalSeconds:0.0} s");
        await IsReady(silo, SiloHealth.ReadyPath);
        output.WriteLine($"ready after {watch.Elapsed.TotalSeconds:0.0} s");
        await using var client = await GatewayClient.Connect(_gateway);
        var status = await Ask(client, it => it.Isolate("while down"));
        output.WriteLine($"command answered after {_took.TotalSeconds:0.00} s: {status.StorageError}");
        Assert.Equal((BreakerState.Isolated, BreakerDurability.Failing), (status.Snapshot.State, status.Durability));
        Assert.Contains("the grain storage 'failfast' has not started: ", status.StorageError, StringComparison.Ordinal);
        Assert.Contains(silo.Output, line => line.Contains("Ready without the stored state of breaker 'held'", StringComparison.Ordinal));

        watch.Restart();
        await (silent ? resume() : run());
        await Eventually.Is(
            async () => (await Ask(client, it => it.GetStatus())).Durability == BreakerDurability.Durable, () => silo.Everything, Patience);
        output.WriteLine($"durable {watch.Elapsed.TotalSeconds:0.0} s after it came back");
        silo.Terminate();
        Assert.True(await silo.ExitCode(Patience) == 0, silo.Everything);
    }

    private SiloProcess Start(string provider, string connection) => new(
        $"--Orleans:Endpoints:SiloPort={FreePort.Next()}",
        $"--Orleans:Endpoints:GatewayPort={_gateway}",
        $"--Http:Url=http://127.0.0.1:{_http}",
        $"--Orleans:GrainStorage:failfast:ProviderType={provider}",
        $"--Orleans:GrainStorage:failfast:ConnectionString={connection}",
        "--Failfast:Breakers:held:BreakDuration=00:00:05");

    private Task IsReady(SiloProcess silo, string path) =>
        Eventually.Is(async () => await HealthCheck.Run($"http://127.0.0.1:{_http}{path}") == 0, () => silo.Everything, Patience);

    private async Task<BreakerStatus> Ask(GatewayClient client, Func<IBreakerGrain, Task<BreakerStatus>> call)
    {
        var breaker = client.Breaker("held");
        // The first call of a client takes as long as its code takes to compile.
        await breaker.GetStatus();
        var watch = Stopwatch.StartNew();
        var status = await call(breaker);
        _took = watch.Elapsed;
        return status;
    }
}
