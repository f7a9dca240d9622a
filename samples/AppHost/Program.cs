// Two ready silos with their membership and their breakers' state in Azure tables, and no container: all are programs of this machine. It takes
// Node 20 and the emulator's package, which ./test.sh installs (or: npm ci --prefix tests/azurite).
//
//   dotnet run --project samples/AppHost         # the dashboard's address is in the output; the pages are at localhost:8088 and 8089
//
// Options: --TablePort=10002 --SiloPort=11111 --GatewayPort=30000 --HttpPort=8088 (a second silo takes the next one of each), --Dashboard=false
using Failfast.Samples.AppHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

var options = new ConfigurationBuilder().AddCommandLine(args).Build();
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = args,
    DisableDashboard = !options.GetValue("Dashboard", true),
});

// While programs start, their checks fail, which Aspire logs as errors with a stack trace each.
builder.Services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));

var tables = builder.AddTables(options.GetValue("TablePort", 10002));
for (var silo = 0; silo < 2; silo++)
    builder.AddSilo(
        $"silo-{silo + 1}",
        tables,
        siloPort: options.GetValue("SiloPort", 11111) + silo,
        gatewayPort: options.GetValue("GatewayPort", 30000) + silo,
        httpPort: options.GetValue("HttpPort", 8088) + silo);

builder.Build().Run();
