namespace Failfast.Tests.Integration.Packages;

/// <summary>What stands around the READMEs' code. The first argument is the silo's port, the second its gateway's.</summary>
internal static class ConsumerPrograms
{
    public const string Silo = """
        using Failfast;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Orleans.Hosting;

        var builder = Host.CreateApplicationBuilder();
        {{Failfast 1}}
        // After it, so that these ports are the ones in force.
        builder.UseOrleans(silo => silo.UseLocalhostClustering(int.Parse(args[0]), int.Parse(args[1])));
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var (gateway, order, cancellationToken) = (new Gateway(), new Order(), CancellationToken.None);
        for (var call = 1; call <= 6; call++)
        {
            try
            {
                {{Failfast 2}}
            }
            catch (InvalidOperationException)
            {
                Console.WriteLine($"call {call} failed");
            }
            catch (BreakerOpenException rejected)
            {
                Console.WriteLine($"call {call} was rejected by {rejected.BreakerName}: {rejected.Reason}");
            }
        }

        await host.WaitForShutdownAsync();
        """;

    public const string Client = """
        using Failfast;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Hosting;
        using Orleans.Hosting;

        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(int.Parse(args[1])));
        {{Failfast.Client 1}}
        {{Failfast.Client 3}}
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var (gateway, order, cancellationToken) = (new Gateway(), new Order(), CancellationToken.None);
        for (var isRejected = false; !isRejected;)
        {
            try
            {
                {{Failfast.Client 2}}
                isRejected = outcome.IsRejected;
            }
            catch (InvalidOperationException)
            {
                Console.WriteLine("failed");
            }
        }

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Console.WriteLine($"rejected, health is {health.Status}");
        await host.StopAsync();
        """;

    public const string Web = """
        using Failfast;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;
        using Polly;
        using Polly.Registry;
        using Polly.Retry;

        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.UseOrleansClient(client => client.UseLocalhostClustering(int.Parse(args[1])));
        {{Failfast.Http 1}}
        {{Failfast.Http 2}}
        {{Failfast.Polly 1}}
        {{Failfast.OpenTelemetry 1}}
        {{Failfast.AspNetCore 1}}
        // Nobody listens there.
        builder.Services.AddHttpClient("payments", http => http.BaseAddress = new Uri("http://127.0.0.1:9/"));
        var app = builder.Build();
        {{Failfast.AspNetCore 2}}
        {{Failfast.AspNetCore 3}}
        app.MapGet("/http", (IHttpClientFactory http, CancellationToken ct) => http.CreateClient("payments").GetStringAsync("", ct));
        app.MapGet("/polly", (ResiliencePipelineProvider<string> pipelines, CancellationToken ct) =>
            pipelines.GetPipeline("payments").ExecuteAsync(_ => ValueTask.CompletedTask, ct).AsTask());
        await app.StartAsync();
        Console.WriteLine($"listening on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        """;
}
