using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Integration.Processes;

/// <summary>An external client of a silo on this machine, without breakers of its own.</summary>
internal sealed class GatewayClient : IAsyncDisposable
{
    private readonly IHost _host;

    private GatewayClient(IHost host) => _host = host;

    public static async Task<GatewayClient> Connect(int gateway)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gateway));
        var client = new GatewayClient(builder.Build());
        await client._host.StartAsync();
        return client;
    }

    public IBreakerGrain Breaker(string name) => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBreakerGrain>(name);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
