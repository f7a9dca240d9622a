using System.Globalization;
using System.Net;
using Failfast.ClusterBench.Load;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.ClusterBench.Processes;

/// <summary>
/// The child: <c>silo CLUSTER SILO_PORT GATEWAY_PORT PRIMARY_PORT</c> or <c>host CLUSTER GATEWAY_PORT...</c>. The state of breakers is in
/// Orleans' memory storage.
/// </summary>
internal static class ChildProgram
{
    private const string Service = "failfast-bench";

    public static async Task<int> Run(IReadOnlyList<string> arguments)
    {
        var (role, cluster) = (arguments[0], arguments[1]);
        int[] ports = [.. arguments.Skip(2).Select(port => int.Parse(port, CultureInfo.InvariantCulture))];
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        // A line for each message of a storm that came too late.
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.Critical);
        builder.Services.AddSingleton<StorageWrites>()
            .AddSingleton<MessageCounts>().AddSingleton<IOutgoingGrainCallFilter>(services => services.GetRequiredService<MessageCounts>());
        if (role == "silo")
            builder.UseOrleans(silo => silo
                .UseLocalhostClustering(ports[0], ports[1], new IPEndPoint(IPAddress.Loopback, ports[2]), Service, cluster)
                .AddMemoryGrainStorage("failfast")
                .AddFailfast(BenchBreakers.Configure));
        else
            builder.UseOrleansClient(client => client
                .UseLocalhostClustering(ports, Service, cluster)
                .AddFailfast(BenchBreakers.Configure));
        using var host = builder.Build();
        await host.StartAsync();
        var orders = new Orders();
        Usage.Add(orders, host.Services);
        if (role == "host")
            HostOrders.Add(orders, host.Services.GetRequiredService<IGrainFactory>());
        await orders.Run(Console.In, Console.Out);
        return 0;
    }
}
