using StackExchange.Redis;

namespace Failfast.Tests.Storage.Conformance;

public sealed class RedisConformanceTests(RedisConformanceTests.Server server) : StorageConformance, IClassFixture<RedisConformanceTests.Server>
{
    protected override Task<Action<ISiloBuilder>> Provide() => Task.FromResult<Action<ISiloBuilder>>(silo => silo.AddRedisGrainStorage(
        "failfast", options => options.ConfigurationOptions = ConfigurationOptions.Parse($"{server.Redis.ConnectionString},allowAdmin=true")));

    // Each test starts with an empty storage.
    protected override async Task End()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{server.Redis.ConnectionString},allowAdmin=true");
        await redis.GetServers().Single().FlushAllDatabasesAsync();
    }

    public sealed class Server : IAsyncLifetime
    {
        private RedisServer? _redis;

        public RedisServer Redis => _redis!;

        public async Task InitializeAsync() => _redis = await RedisServer.Start();

        public async Task DisposeAsync() => await Redis.DisposeAsync();
    }
}
