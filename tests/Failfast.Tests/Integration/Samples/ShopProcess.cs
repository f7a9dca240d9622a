using System.Net;

namespace Failfast.Tests.Integration.Samples;

/// <summary>The web shop, from its start to its end in good order.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly SampleProcess _process;
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Next()}") };

    private ShopProcess(string[] settings) =>
        _process = new SampleProcess("WebShop", [$"--Urls={_http.BaseAddress}", $"--SiloPort={FreePort.Next()}", $"--GatewayPort={Gateway}", .. settings]);

    public int Gateway { get; } = FreePort.Next();

    public static async Task<ShopProcess> Start(params string[] settings)
    {
        var shop = new ShopProcess(settings);
        await Eventually.Is(async () => await shop.Get("/health") == "Healthy", () => shop._process.Everything, Patience);
        return shop;
    }

    public async Task<HttpStatusCode> Post(string path) => (await Send(path)).StatusCode;

    public async Task<HttpResponseMessage> Send(string path)
    {
        var response = await _http.PostAsync(path, null);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    /// <returns>The text, whatever the status; empty while nobody listens.</returns>
    /// <param name="path">What.</param>
    public async Task<string> Get(string path)
    {
        try
        {
            using var response = await _http.GetAsync(path);
            return await response.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (_http)
        using (_process)
        {
            _process.Terminate();
            Assert.True(await _process.ExitCode(Patience) == 0, _process.Everything);
        }
    }
}
