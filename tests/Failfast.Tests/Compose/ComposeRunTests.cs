using System.Net;
using Failfast.Silo;
using Failfast.Tests.Cluster;
using Failfast.Tests.Processes;
using Failfast.Tests.Silo;
using Failfast.Tests.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Failfast.Tests.Compose;

/// <summary>
/// What the compose file runs, run without an engine: a Redis, a table service and three silos as processes, with the environment
/// that the file gives them. Only names and ports become this machine's.
/// </summary>
[Collection(SharedAzuriteTests.Name)]
public sealed class ComposeRunTests(SharedAzurite azurite)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ComposeFile _compose = new();

    [Fact]
    public async Task Silos_of_the_compose_file_form_a_cluster_are_healthy_and_keep_state_over_a_restart()
    {
        await using var redis = await RedisServer.Start();
        var name = $"compose-{Guid.NewGuid():N}";
        var places = _compose.Silos.Select(_ => new Place()).ToList();
        await Run(redis, places, async () => Assert.Equal(BreakerDurability.Durable, (await Ask(redis, it => it.GetBreaker(name).Isolate("stay"))).Durability));
        // Another process ends as the container does, and starts again.
        await Run(redis, places, async () => Assert.Equal("stay", (await Ask(redis, it => it.GetBreaker(name).GetStatus())).Snapshot.Reason));
    }

    private async Task Run(RedisServer redis, List<Place> places, Func<Task> then)
    {
        var silos = _compose.Silos.Zip(places, (silo, place) => new SiloProcess(Environment(silo, place, redis))).ToList();
        try
        {
            foreach (var (silo, place) in silos.Zip(places))
            {
                await Eventually.Is(async () => await HealthCheck.Run(place.Url(HttpEndpoint.LivePath)) == 0, () => silo.Everything, Patience);
                await Eventually.Is(async () => await HealthCheck.Run(place.Url(HttpEndpoint.ReadyPath)) == 0, () => silo.Everything, Patience);
            }

            await Eventually.Is(
                () => silos.All(silo => silo.Output.Any(line => line.Contains("Active silos: 3", StringComparison.Ordinal))),
                () => silos[0].Everything, Patience);
            Assert.Equal(1, await HealthCheck.Run(places[0].Url("/elsewhere")));
            await then();
            foreach (var silo in silos)
                silo.Terminate();
            foreach (var silo in silos)
                Assert.True(await silo.ExitCode(Patience) == 0, silo.Everything);
        }
        finally
        {
            silos.ForEach(silo => silo.Dispose());
        }
    }

    private Dictionary<string, string> Environment(string silo, Place place, RedisServer redis)
    {
        var environment = _compose.Environment(silo).ToDictionary(pair => pair.Key, pair => pair.Value
            .Replace("redis:6379", redis.ConnectionString, StringComparison.Ordinal)
            .Replace("azurite:10002", $"127.0.0.1:{azurite.Server.Port}", StringComparison.Ordinal)
            .Replace("0.0.0.0:8080", $"127.0.0.1:{place.Http}", StringComparison.Ordinal));
        environment["Orleans__Endpoints__SiloPort"] = $"{place.Silo}";
        environment["Orleans__Endpoints__GatewayPort"] = $"{place.Gateway}";
        // In a container that is the container's own address.
        environment["Orleans__Endpoints__AdvertisedIPAddress"] = $"{IPAddress.Loopback}";
        return environment;
    }

    private static async Task<BreakerStatus> Ask(RedisServer redis, Func<IGrainFactory, Task<BreakerStatus>> call)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = "failfast")
            .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis.ConnectionString))
            .AddFailfast());
        using var host = builder.Build();
        await host.StartAsync();
        var status = await call(host.Services.GetRequiredService<IGrainFactory>());
        await host.StopAsync();
        return status;
    }

    private sealed record Place
    {
        public int Silo { get; } = RedisServer.FreePort();

        public int Gateway { get; } = RedisServer.FreePort();

        public int Http { get; } = RedisServer.FreePort();

        public string Url(string path) => $"http://127.0.0.1:{Http}{path}";
    }
}
