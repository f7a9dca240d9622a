// A program outside of the cluster that shares its breaker: what fails here counts there, and the other way round.
//
//   dotnet run --project samples/WebShop              # the silo
//   dotnet run --project samples/ExternalClient       # opens "payments", also for the shop
using Failfast;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();    // the sample speaks for itself
builder.UseOrleansClient(client => client
    .UseLocalhostClustering(builder.Configuration.GetValue("GatewayPort", 30000))
    .AddFailfast());
using var host = builder.Build();
await host.StartAsync();

// Nobody listens there.
using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:9/") };
var payments = host.Services.GetRequiredService<IGrainFactory>().GetBreaker("payments");
for (var call = 1; ; call++)
{
    var outcome = await payments.TryGuard(ct => http.GetStringAsync("charges", ct));
    if (outcome.Rejection is { } rejection)
    {
        Console.WriteLine($"call {call} was rejected: {rejection.Reason}; try again in {rejection.RetryAfter?.TotalSeconds:0.0} s");
        break;
    }

    Console.WriteLine($"call {call} failed: {outcome.Exception?.GetType().Name}");
}

// This process has opened it for itself; a moment later the breaker's grain has opened it for all.
await foreach (var snapshot in payments.Watch())
{
    if (snapshot is not { State: BreakerState.Open, Scope: BreakerScope.Cluster })
        continue;
    Console.WriteLine($"payments is open in the whole cluster: {snapshot.Reason}");
    break;
}

await host.StopAsync();
