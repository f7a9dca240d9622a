using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Failfast.Silo;

/// <summary>A silo with breakers, configured from outside in Orleans' own conventions.</summary>
internal static class PlainHost
{
    public static async Task<int> Run(IReadOnlyList<string> arguments)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = [.. arguments],
            ContentRootPath = ContentRoot(arguments),
        });
        builder.AddRedisConnections();
        // Before the silo, which may take its time to join: the process lives meanwhile.
        builder.Services.AddHostedService<HttpEndpoint>();
        builder.UseOrleans(silo =>
        {
            // Orleans has applied its section by now; it leaves nothing to join when that doesn't say.
            if (!silo.Configuration.GetSection("Orleans:Clustering").Exists())
                UseLocalhost(silo);
            silo.AddFailfast();
        });
        builder.Services.AddHostedService<ClusterNews>();
        using var host = builder.Build();
        try
        {
            await host.RunAsync();
            return 0;
        }
        catch (OrleansConfigurationException exception)
        {
            // Meant for whoever configured it, who has no use for our stack.
            await Console.Error.WriteLineAsync($"The silo can't start: {exception.Message}");
            return 1;
        }
    }

    private static void UseLocalhost(ISiloBuilder silo)
    {
        var endpoints = silo.Configuration.GetSection("Orleans:Endpoints");
        silo.UseLocalhostClustering(
            endpoints.GetValue(nameof(EndpointOptions.SiloPort), EndpointOptions.DEFAULT_SILO_PORT),
            endpoints.GetValue(nameof(EndpointOptions.GatewayPort), EndpointOptions.DEFAULT_GATEWAY_PORT));
    }

    /// <summary>Null leaves it to the arguments. By default appsettings.json is found even when started from elsewhere.</summary>
    private static string? ContentRoot(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(argument => argument.StartsWith("--contentRoot=", StringComparison.OrdinalIgnoreCase)))
            return null;
        var here = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(here, "appsettings.json")) ? here : AppContext.BaseDirectory;
    }
}
