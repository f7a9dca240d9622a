using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Rejections;

/// <summary>A real server of an app whose requests all end as the test says.</summary>
internal sealed class RejectingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RejectingServer(WebApplication app, LogLines log)
    {
        (_app, Log) = (app, log);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public LogLines Log { get; }

    public static async Task<RejectingServer> Start(Func<HttpContext, Task> request, Action<IServiceCollection>? services = null)
    {
        var log = new LogLines();
        var builder = LoopbackApp.Prepare(log);
        builder.Services.AddFailfastRejections();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.Run(new RequestDelegate(request));
        await app.StartAsync();
        return new RejectingServer(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
