// From Polly's circuit breaker to Failfast's, side by side. Two hosts of a service call a dependency that is down, one after the other. With
// Polly each host has a breaker of its own and must burn its own threshold; with Failfast the second host finds the breaker open.
//
//   dotnet run --project samples/FromPolly
using Failfast.Samples.FromPolly;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Polly;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();    // the sample speaks for itself
builder.UseOrleans(silo => silo
    .UseLocalhostClustering(builder.Configuration.GetValue("SiloPort", 11111), builder.Configuration.GetValue("GatewayPort", 30000))
    .AddFailfast(failfast => failfast.Breakers["payments"] = failfast.Defaults with { BreakDuration = TimeSpan.FromSeconds(30) }));
using var host = builder.Build();
await host.StartAsync();

var grains = host.Services.GetRequiredService<IGrainFactory>();
await Compare("Polly", Pipelines.Before);
await Compare("Failfast", () => Pipelines.After(grains));
await host.StopAsync();

static async Task Compare(string name, Func<ResiliencePipeline> pipeline)
{
    var hosts = new[] { new ServiceHost(pipeline()), new ServiceHost(pipeline()) };
    foreach (var host in hosts)
        await host.CallUntilRejected();
    Console.WriteLine($"{name}: the first host called {hosts[0].Attempts} times in vain, the second {hosts[1].Attempts}");
}
