using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Failfast.Tests.Integration.Compose;

/// <summary>An external client of the compose file's cluster: it finds the gateways in the membership table.</summary>
internal sealed class ComposeClient : IAsyncDisposable
{
    private readonly IHost _host;

    private ComposeClient(IHost host) => _host = host;

    public static async Task<ComposeClient> Connect(AzuriteServer tables)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = "failfast")
            .UseAzureStorageClustering(options => options.TableServiceClient = new TableServiceClient(tables.ConnectionString))
            .AddFailfast());
        var host = builder.Build();
        await host.StartAsync();
        return new ComposeClient(host);
    }

    public IBreakerGrain Breaker(string name) => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBreakerGrain>(name);

    /// <summary>Waits for the grain, which may just have lost its silo.</summary>
    public async Task<BreakerStatus> Status(string name)
    {
        BreakerStatus? status = null;
        await Eventually.Is(
            async () =>
            {
                try
                {
                    return (status = await Breaker(name).GetStatus()).Durability == BreakerDurability.Durable;
                }
                catch (Exception error) when (error is TimeoutException or OrleansException)
                {
                    return false;
                }
            },
            () => $"{status}",
            TimeSpan.FromSeconds(60));
        return status!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
