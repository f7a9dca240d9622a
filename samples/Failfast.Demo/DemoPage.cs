using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

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
        var builder = LoopbackServer.Prepare();
        builder.Services.AddRouting();
        builder.Services.AddSingleton(grains);
        var app = builder.Build();
        app.MapFailfast(Prefix);
        await app.StartAsync();
        return new DemoPage(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
