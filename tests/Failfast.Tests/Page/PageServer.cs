using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Page;

/// <summary>A real server with page and API, and a client that speaks to it as the page does.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageServer(WebApplication app, LogLines log)
    {
        (_app, Log) = (app, log);
        Address = new Uri(app.Urls.Single() + "/failfast/");
        Http = new HttpClient(new HttpClientHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
        }) { BaseAddress = new Uri(Address, "api/breakers/") };
        Http.DefaultRequestHeaders.Add("X-Failfast", "1");
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    public IEnumerable<Microsoft.AspNetCore.Routing.RouteEndpoint> Endpoints =>
        ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints)
            .Cast<Microsoft.AspNetCore.Routing.RouteEndpoint>();

    public static async Task<PageServer> Start(
        IGrainFactory grains, Action<FailfastPageOptions>? page = null, Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? use = null, Action<IEndpointConventionBuilder>? convention = null, string? url = null)
    {
        var log = new LogLines();
        var builder = LoopbackApp.Prepare(log);
        builder.WebHost.UseKestrelHttpsConfiguration();
        if (url is not null)
            builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(grains);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        configure?.Invoke(builder);
        var app = builder.Build();
        // What a server would keep to itself is what a failed test has to say.
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception error) when (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsync($"{error}");
            }
        });
        use?.Invoke(app);
        var mapped = app.MapFailfast("/failfast", page);
        convention?.Invoke(mapped);
        await app.StartAsync();
        return new PageServer(app, log);
    }

    public Task<(int Status, JsonElement Body)> Get(string path) => Send(HttpMethod.Get, path);

    public Task<(int Status, JsonElement Body)> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body ?? new { });

    public async Task<(int Status, JsonElement Body)> Send(HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await Read(response));
    }

    /// <summary>The answer's JSON. Whatever went wrong must be problem details.</summary>
    public static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        if (response.StatusCode == System.Net.HttpStatusCode.NoContent)
            return default;
        var text = await response.Content.ReadAsStringAsync();
        var type = response.IsSuccessStatusCode ? "application/json" : "application/problem+json";
        Assert.True(response.Content.Headers.ContentType?.MediaType == type, $"{response}: {text}");
        using var document = JsonDocument.Parse(text);
        var body = document.RootElement.Clone();
        if (!response.IsSuccessStatusCode)
            Assert.Equal((int)response.StatusCode, body.GetProperty("status").GetInt32());
        return body;
    }

    public void UseKey(string? key) => Http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);

    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
