using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Failfast.Tests.Integration.Ops;

/// <summary>A real Prometheus that scrapes one address five times a second, for as long as the object lives.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("prometheus");
    private readonly HttpClient _http;
    private readonly Process _process;
    private string _log = "";

    private PrometheusServer(int scraped, string rules)
    {
        var port = FreePort.Next();
        var config = Path.Combine(_place.FullName, "prometheus.yaml");
        File.WriteAllText(config, $$"""
            global: { scrape_interval: 200ms, evaluation_interval: 200ms }
            rule_files: [ '{{rules}}' ]
            scrape_configs: [ { job_name: failfast, static_configs: [ { targets: [ '127.0.0.1:{{scraped}}' ] } ] } ]
            """);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
        _process = Process.Start(new ProcessStartInfo(
            "prometheus",
            [$"--config.file={config}", $"--storage.tsdb.path={_place.FullName}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"])
        {
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => _log += line.Data + "\n";
        _process.BeginErrorReadLine();
    }

    /// <param name="scraped">The port on this machine.</param>
    /// <param name="rules">The file of alert rules.</param>
    public static async Task<PrometheusServer> Start(int scraped, string rules)
    {
        var server = new PrometheusServer(scraped, rules);
        try
        {
            await Eventually.Is(
                async () => await server.TryQuery("up") is { Length: > 0 } up && up[0].GetProperty("value")[1].GetString() == "1", () => server._log,
                TimeSpan.FromSeconds(60));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <returns>The series; null if the server does not answer yet.</returns>
    public async Task<JsonElement[]?> TryQuery(string query)
    {
        try
        {
            return await Query(query);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task<JsonElement[]> Query(string query)
    {
        using var answer = await _http.GetAsync(new Uri($"query?query={Uri.EscapeDataString(query)}", UriKind.Relative));
        // It listens before it is ready.
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            throw new HttpRequestException("not ready");
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(body.GetProperty("status").GetString() == "success", $"{query}: {body}");
        return [.. body.GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    /// <summary>The alert rules, each with its name and health.</summary>
    public async Task<(string Name, string Health, string Query)[]> Rules()
    {
        var body = await _http.GetFromJsonAsync<JsonElement>(new Uri("rules", UriKind.Relative));
        return
        [
            .. body.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())
                .Select(rule => (rule.GetProperty("name").GetString()!, rule.GetProperty("health").GetString()!, rule.GetProperty("query").GetString()!)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _place.Delete(recursive: true);
    }
}
