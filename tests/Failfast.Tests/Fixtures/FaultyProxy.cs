using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Failfast.Tests.Fixtures;

/// <summary>Stands between the client and the emulator, and spoils what passes.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    // What belongs to one leg of the way.
    private static readonly string[] s_ownHeaders = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Content-Type", "Keep-Alive"];

    private readonly WebApplication _app;
    private readonly HttpClient _client = new();
    private readonly ConcurrentQueue<Fault> _faults = new();
    private readonly ConcurrentQueue<string> _seen = new();

    private FaultyProxy(WebApplication app) => _app = app;

    /// <summary>Befalls every request for which <see cref="Then"/> has nothing left.</summary>
    public Fault? Always { get; set; }

    /// <summary>Befalls the next deletion, once.</summary>
    public Fault? Deleting { get; set; }

    /// <summary>Befalls every reading.</summary>
    public Fault? Reading { get; set; }

    public string ConnectionString => AzuriteServer.ConnectionTo(new Uri(_app.Urls.Single()).Port);

    /// <summary>The methods of the requests that came, oldest first.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    public static async Task<FaultyProxy> Start(int targetPort)
    {
        var proxy = new FaultyProxy(LoopbackApp.Prepare().Build());
        proxy._app.Run(context => proxy.Handle(context, targetPort));
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>Befall the next requests that change something, in order.</summary>
    public void Then(params Fault[] faults)
    {
        foreach (var fault in faults)
            _faults.Enqueue(fault);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task Handle(HttpContext context, int targetPort)
    {
        _seen.Enqueue(context.Request.Method);
        var fault = FaultOf(context.Request.Method);
        if (fault?.Until is { } until)
            await until.WaitAsync(context.RequestAborted);
        using var answer = fault is null or { Applies: true } ? await Forward(context, targetPort) : null;
        if (fault is null or { PassesBack: true })
        {
            await PassBack(answer!, context.Response);
        }
        else if (fault.Status is not { } status)
        {
            context.Abort();
        }
        else if (fault.IsPage)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html><body>Please sign in.</body></html>");
        }
        else
        {
            context.Response.StatusCode = status;
            context.Response.Headers["x-ms-error-code"] = fault.Code;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"odata.error":{"code":"{{fault.Code}}","message":{"lang":"en-US","value":"spoilt"} } }""");
        }
    }

    private Fault? FaultOf(string method)
    {
        if (HttpMethods.IsGet(method))
            return Reading ?? Always;
        if (HttpMethods.IsDelete(method) && Deleting is { } deleting)
        {
            Deleting = null;
            return deleting;
        }

        return _faults.TryDequeue(out var next) ? next : Always;
    }

    private async Task<HttpResponseMessage> Forward(HttpContext context, int targetPort)
    {
        var from = context.Request;
        using var body = new MemoryStream();
        await from.Body.CopyToAsync(body);
        using var to = new HttpRequestMessage(
            new HttpMethod(from.Method), $"http://127.0.0.1:{targetPort}{Microsoft.AspNetCore.Http.Extensions.UriHelper.GetEncodedPathAndQuery(from)}");
        if (body.Length > 0 || from.ContentType is not null)
        {
            to.Content = new ByteArrayContent(body.ToArray());
            if (from.ContentType is { } type)
                to.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var header in from.Headers.Where(header => !s_ownHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            to.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable());
        return await _client.SendAsync(to);
    }

    private static async Task PassBack(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Where(header => !s_ownHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            response.Headers[header.Key] = header.Value.ToArray();
        var body = await answer.Content.ReadAsByteArrayAsync();
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (body.Length > 0)
            await response.Body.WriteAsync(body);
    }
}
