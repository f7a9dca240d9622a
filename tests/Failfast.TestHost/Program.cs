using Failfast.AzureTables;
using Failfast.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;

// A host for tests with separate processes: `silo REDIS CLUSTER SILO_PORT GATEWAY_PORT [TABLES]` or `client REDIS CLUSTER`, where
// TABLES is a connection string of table storage; without it state is in memory. It takes commands on standard input, answers each
// on a line of standard output, and ends with its input.
var (role, redis, cluster) = (args[0], args[1], args[2]);
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Logging.AddFilter("Failfast", LogLevel.Information);
void Identify(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (cluster, "failfast-tests");
if (role == "silo")
{
    var tables = args.ElementAtOrDefault(5);
    builder.UseOrleans(silo => (tables is null ? silo : silo.AddFailfastAzureTableGrainStorage(
            "failfast", (FailfastAzureTableStorageOptions options) => options.ConnectionString = tables))
        .Configure<ClusterOptions>(Identify)
        .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis))
        .ConfigureEndpoints(System.Net.IPAddress.Loopback, int.Parse(args[3], null), int.Parse(args[4], null))
        .AddFailfast());
}
else
{
    builder.UseOrleansClient(client => client
        .Configure<ClusterOptions>(Identify)
        .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis))
        .AddFailfast());
}

using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await new Commands(host.Services.GetRequiredService<IGrainFactory>()).Run(Console.In, Console.Out);
await host.StopAsync();
