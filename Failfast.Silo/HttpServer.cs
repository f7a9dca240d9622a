using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.Silo;

/// <summary>A server of HTTP, apart from the silo's own services.</summary>
internal static class HttpServer
{
    private const string Certificates = "Kestrel:Certificates";

    public static WebApplicationBuilder Prepare(string url, IServiceProvider silo)
    {
        // Empty: this server has nothing to do with the silo's settings, of which it would read some.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(silo.GetRequiredService<IConfiguration>().GetSection(Certificates).AsEnumerable());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Configure(builder.Configuration.GetSection("Kestrel"));
        });
        builder.Services.AddSingleton(silo.GetRequiredService<ILoggerFactory>());
        builder.Services.AddSingleton(silo.GetRequiredService<TimeProvider>());
        builder.Services.AddSingleton(silo.GetRequiredService<HealthCheckService>());
        builder.Services.AddRouting();
        // The silo says when it has started.
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        return builder;
    }
}
