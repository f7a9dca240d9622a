using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Integration.Samples;

/// <summary>Aspire's orchestrator starts the emulator and two silos, as programs and without containers.</summary>
[Collection(ReadySiloTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class AppHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task AppHost_two_silos_share_a_breaker_and_all_ends_with_it()
    {
        await Npm.Azurite;
        var pages = TwoPorts();
        var first = new Uri($"http://127.0.0.1:{pages}/");
        var second = new Uri($"http://127.0.0.1:{pages + 1}/");
        using var http = new HttpClient();
        using var host = new SampleProcess(
            "AppHost", "--Dashboard=false", $"--TablePort={FreePort.Next()}", $"--SiloPort={TwoPorts()}", $"--GatewayPort={TwoPorts()}", $"--HttpPort={pages}");
        foreach (var silo in new[] { first, second })
            await Eventually.Is(async () => await Status(http, new Uri(silo, "health/ready")) == HttpStatusCode.OK, () => host.Everything, Patience);

        http.DefaultRequestHeaders.Add("X-Failfast", "1");
        using var isolated = await http.PostAsJsonAsync(new Uri(first, "failfast/api/breakers/payments/isolate"), new { reason = "moving" });
        Assert.True(isolated.IsSuccessStatusCode, await isolated.Content.ReadAsStringAsync());

        await Eventually.Is(async () =>
        {
            var breaker = await http.GetFromJsonAsync<JsonElement>(new Uri(second, "failfast/api/breakers/payments"));
            return breaker.ToString().Contains("moving", StringComparison.Ordinal);
        });

        host.Terminate();
        await host.Ends();
        await Eventually.Is(async () => await Status(http, new Uri(first, "health/live")) is null, budget: Patience);
    }

    // The second silo takes the next one.
    private static int TwoPorts()
    {
        for (var first = FreePort.Next(); ;)
        {
            var second = FreePort.Next();
            if (second == first + 1)
                return first;
            first = second;
        }
    }

    private static async Task<HttpStatusCode?> Status(HttpClient http, Uri uri)
    {
        try
        {
            using var response = await http.GetAsync(uri);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
