using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Failfast.Silo;

/// <summary>A silo with breakers, configured from outside by Orleans' own conventions.</summary>
internal static class PlainHost
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(string[] arguments)
    {
        IHost? host = null;
        try
        {
            host = Build(arguments);
            await host.StartAsync();
        }
        catch (Exception error)
        {
            var isWanted = error is OperationCanceledException && IsStopping(host);
            if (!isWanted)
                await Console.Error.WriteLineAsync(StartFailure.Describe(error));
            await Leave(host);
            return isWanted ? 0 : 1;
        }

        StartLog.End(host);
        using (host)
            await host.WaitForShutdownAsync();
        return 0;
    }

    private static IHost Build(string[] arguments)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = arguments,
            ContentRootPath = ContentRoot(arguments),
        });
        StartLog.AddTo(builder);
        builder.AddRedisConnections();
        builder.AddBreakerTables();
        builder.AddTelemetry();
        // Before the silo, so that liveness is served while it joins the cluster.
        builder.Services.AddSiloHealth();
        builder.Services.AddHostedService<HttpEndpoint>();
        builder.UseOrleans(silo =>
        {
            // Orleans has applied its section already; without clustering there it would have no cluster to join.
            if (!silo.Configuration.GetSection("Orleans:Clustering").Exists())
                UseLocalhost(silo);
            silo.AddFailfast();
        });
        builder.Services.AddSingleton<BreakerReadiness>();
        builder.Services.AddHostedService(services => services.GetRequiredService<BreakerReadiness>());
        builder.Services.AddHostedService<ClusterNews>();
        return builder.Build();
    }

    private static bool IsStopping(IHost? host) =>
        host?.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested == true;

    // A silo that has already joined leaves the cluster, if it can. The failed start is reported before.
    private static async Task Leave(IHost? host)
    {
        if (host is null)
            return;
        try
        {
            await host.StopAsync(Farewell).WaitAsync(Farewell * 2);
        }
        catch (Exception)
        {
            // The failed start is what matters.
        }
    }

    private static void UseLocalhost(ISiloBuilder silo)
    {
        var endpoints = silo.Configuration.GetSection("Orleans:Endpoints");
        silo.UseLocalhostClustering(
            endpoints.GetValue(nameof(EndpointOptions.SiloPort), EndpointOptions.DEFAULT_SILO_PORT),
            endpoints.GetValue(nameof(EndpointOptions.GatewayPort), EndpointOptions.DEFAULT_GATEWAY_PORT));
    }

    /// <summary>Where to find appsettings.json: the working directory, else beside the program; null if the arguments say.</summary>
    private static string? ContentRoot(string[] arguments)
    {
        if (new ConfigurationBuilder().AddCommandLine(arguments).Build()[HostDefaults.ContentRootKey] is not null)
            return null;
        var here = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(here, "appsettings.json")) ? here : AppContext.BaseDirectory;
    }
}
