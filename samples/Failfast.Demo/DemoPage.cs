using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Demo;

/// <summary>The page of the demo's breakers, on loopback: watch them, isolate and close them by hand.</summary>
internal sealed class DemoPage : IAsyncDisposable
{
    private const string Prefix = "/failfast";

    private readonly WebApplication _app;

    private DemoPage(WebApplication app) => _app = app;

    public Uri Address => new(new Uri(_app.Urls.First()), $"{Prefix}/");

    public static async Task<DemoPage> Start(IGrainFactory grains)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(grains);
        // An open event stream would hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.MapFailfast(Prefix);
        await app.StartAsync();
        return new DemoPage(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
