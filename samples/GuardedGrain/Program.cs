// Grains that are guarded by an attribute: no line of their code, and none of their callers', speaks of the breaker. It is one for all of them.
//
//   dotnet run --project samples/GuardedGrain
using Failfast;
using Failfast.Samples.GuardedGrain;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();    // the sample speaks for itself
builder.UseOrleans(silo => silo
    .UseLocalhostClustering(builder.Configuration.GetValue("SiloPort", 11111), builder.Configuration.GetValue("GatewayPort", 30000))
    .AddFailfast());
using var host = builder.Build();
await host.StartAsync();

var grains = host.Services.GetRequiredService<IGrainFactory>();
foreach (var article in new[] { "apples", "bread", "cheese", "dates", "eggs", "figs" })
{
    try
    {
        await grains.GetGrain<IInventoryGrain>(article).InStock();
    }
    catch (IOException error)
    {
        Console.WriteLine($"{article}: {error.Message}");
    }
    catch (BreakerOpenException rejected)
    {
        Console.WriteLine($"{article}: not asked, {rejected.BreakerName} is {rejected.State} ({rejected.Reason})");
    }

    // The fifth failure opens the breaker; this process hears of it a moment later.
    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
}

await host.StopAsync();
