using Azure.Data.Tables;
using Failfast.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;

// A host for tests with separate processes: `silo REDIS CLUSTER SILO_PORT GATEWAY_PORT` or `client REDIS CLUSTER`. It takes
// commands on standard input, answers each on a line of standard output, and ends with its input. After these may follow
//   --tables=CONNECTION   table storage; without it state is in memory
//   --tight=true          losses are noticed in seconds (see Tight)
//   --ahead=01:00:00      the wall clock of its grains is fast
//   --listen=SILO,GATEWAY  ports to listen on, where those above are of proxies in front of them
//   --Failfast:...=...    configuration of breakers
var (role, redis, cluster) = (args[0], args[1], args[2]);
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Logging.AddFilter("Failfast", LogLevel.Information);
var isTight = builder.Configuration.GetValue<bool>("tight");
// Only the grains': a silo whose own clock is an hour off the others hold for dead.
if (builder.Configuration.GetValue<TimeSpan?>("ahead") is { } ahead)
    builder.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, new FastClock(ahead));
void Identify(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (cluster, "failfast-tests");
if (role == "silo")
{
    var tables = builder.Configuration["tables"];
    builder.UseOrleans(silo => (tables is null ? silo : silo.AddAzureTableGrainStorage("failfast", options =>
        {
            options.TableServiceClient = new TableServiceClient(tables);
            options.DeleteStateOnClear = true;
        }))
        .Configure<ClusterOptions>(Identify)
        .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis))
        .ConfigureEndpoints(System.Net.IPAddress.Loopback, int.Parse(args[3], null), int.Parse(args[4], null))
        .Configure<EndpointOptions>(options => ListenBehindProxies(options, builder.Configuration["listen"]))
        .Tight(isTight)
        .AddFailfast());
}
else
{
    builder.UseOrleansClient(client => client
        .Configure<ClusterOptions>(Identify)
        .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis))
        .Tight(isTight)
        .AddFailfast());
}

using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await new Commands(host.Services.GetRequiredService<IGrainFactory>()).Run(Console.In, Console.Out);
await host.StopAsync();

static void ListenBehindProxies(EndpointOptions options, string? ports)
{
    if (ports?.Split(',') is not [var silo, var gateway])
        return;
    options.SiloListeningEndpoint = new(System.Net.IPAddress.Loopback, int.Parse(silo, null));
    options.GatewayListeningEndpoint = new(System.Net.IPAddress.Loopback, int.Parse(gateway, null));
}
