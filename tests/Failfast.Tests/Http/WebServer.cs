using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Tests.Http;

/// <summary>
/// A real Kestrel server. <c>/hang</c> accepts and never answers; <c>/part/{then}</c> answers with headers and the first bytes of a body, and
/// then hangs, breaks off or ends.
/// </summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly WebApplication _app;
    private int _requests;

    private WebServer()
    {
        var builder = LoopbackApp.Prepare();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            Interlocked.Increment(ref _requests);
            return next(context);
        });
        _app.MapGet("/ok", () => "fine");
        _app.MapGet("/status/{status:int}", (int status) => Results.StatusCode(status));
        _app.MapGet("/hang", Hang);
        _app.MapGet("/part/{then}", Part);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>How many requests have arrived.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static async Task<WebServer> Start()
    {
        var server = new WebServer();
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task Part(string then, string? type, HttpContext context)
    {
        context.Response.ContentType = type ?? "text/plain";
        await context.Response.WriteAsync("part");
        await context.Response.Body.FlushAsync();
        if (then == "hang")
            await Hang(context);
        else if (then == "fault")
            context.Abort();
    }

    private async Task Hang(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}
