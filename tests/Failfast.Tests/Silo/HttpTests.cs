using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Failfast.Silo;
using Failfast.Tests.Security;
using Microsoft.Extensions.Configuration;

namespace Failfast.Tests.Silo;

public sealed class HttpTests
{
    private const string Key = "steer-0123456789abcdef";

    private readonly HttpClient _http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://192.0.2.1:8080")]
    [InlineData("http://silo-1:8080")]
    [InlineData("http://127.0.0.1:8080;http://0.0.0.0:8081")]
    [InlineData("http://localhost.example:8080")]
    public void Address_that_others_reach_needs_a_key(string url)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(("Http:Url", url)));

        Assert.Contains("Set Http:ApiKey (at least 16 characters)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Http:HealthUrl", refused.Message, StringComparison.Ordinal);
        Assert.True(Read(("Http:Url", url), ("Http:ApiKey", Key)).HasKey);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("https://127.0.0.2:8080")]
    [InlineData("http://unix:/run/failfast.sock")]
    [InlineData("none")]
    public void Address_of_this_machine_needs_none(string url) => Assert.Equal(url, Read(("Http:Url", url)).Url);

    [Fact]
    public void Address_that_nobody_has_set_is_loopback_and_public_health_changes_nothing_of_it()
    {
        var settings = Read(("Http:HealthUrl", "http://0.0.0.0:8080"));

        Assert.Equal(("http://127.0.0.1:8088", true, false), (settings.Url, settings.IsDefault, settings.HasKey));
    }

    [Fact]
    public async Task Silo_on_a_public_address_without_a_key_does_not_start_and_names_the_setting()
    {
        using var silo = new SiloProcess("--Http:Url=http://0.0.0.0:8080");

        Assert.Equal(1, await silo.ExitCode(TimeSpan.FromSeconds(90)));
        Assert.Contains("Set Http:ApiKey", Assert.Single(silo.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_with_a_key_serves_page_and_API_over_TLS_and_health_alone_to_everybody()
    {
        var (page, health) = (FreePort.Next(), FreePort.Next());
        // ASP.NET's own settings must open no way past the rule.
        int[] others = [FreePort.Next(), FreePort.Next(), FreePort.Next()];
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{others[0]}", ["ASPNETCORE_HTTP_PORTS"] = $"{others[1]}",
            ["Kestrel__Endpoints__Other__Url"] = $"http://127.0.0.1:{others[2]}",
        };
        var file = Path.Combine(Directory.CreateTempSubdirectory("failfast-").FullName, "silo.pfx");
        using (var certificate = TestCertificate.Make())
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx));
        using var silo = new SiloProcess(
            environment, $"--Http:Url=https://0.0.0.0:{page}", $"--Http:HealthUrl=http://0.0.0.0:{health}", $"--Http:ApiKey={Key}", "--Http:ReadKey=read-0123456789abcdef",
            $"--Kestrel:Certificates:Default:Path={file}", $"--Orleans:Endpoints:SiloPort={FreePort.Next()}", "--Orleans:Endpoints:GatewayPort=0");
        await Eventually.Is(async () => await Status($"http://127.0.0.1:{health}/health/ready") == 200, () => silo.Everything, TimeSpan.FromSeconds(90));

        foreach (var other in others)
            Assert.Equal(0, await Status($"http://127.0.0.1:{other}/health/live"));
        Assert.Equal(404, await Status($"http://127.0.0.1:{health}/failfast/"));
        Assert.Equal(404, await Status($"http://127.0.0.1:{health}/failfast/api/breakers"));
        Assert.Equal(200, await Status($"https://127.0.0.1:{page}/health/live"));
        Assert.Equal(200, await Status($"https://127.0.0.1:{page}/failfast/"));
        Assert.Equal(401, await Status($"https://127.0.0.1:{page}/failfast/api/breakers"));
        Assert.Equal(401, await Status($"https://127.0.0.1:{page}/failfast/api/breakers", "wrong-0123456789abcdef"));
        Assert.Equal(200, await Status($"https://127.0.0.1:{page}/failfast/api/breakers", "read-0123456789abcdef"));
        Assert.Equal(403, await Isolate($"https://127.0.0.1:{page}", "read-0123456789abcdef"));
        Assert.Equal(200, await Isolate($"https://127.0.0.1:{page}", Key));
        await Eventually.Is(() => silo.Output.Any(line => line.Contains("steer key from", StringComparison.Ordinal)), () => silo.Everything);
        Assert.DoesNotContain(Key, silo.Everything, StringComparison.Ordinal);

        silo.Terminate();
        Assert.Equal(0, await silo.ExitCode(TimeSpan.FromSeconds(30)));
    }

    private async Task<int> Isolate(string server, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server}/failfast/api/breakers/payments/isolate");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-Failfast", "1");
        request.Content = JsonContent.Create(new { reason = "a test" });
        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private async Task<int> Status(string url, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var response = await _http.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private static HttpSettings Read(params (string Key, string Value)[] settings) => HttpSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
