using System.Net;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Integration.Samples;

/// <summary>The web shop, and the external client that shares its breaker.</summary>
[Collection(ReadySiloTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class WebShopTests
{
    // Longer than the test, however busy the machine.
    private const string LongBreak = "--Failfast:Breakers:payments:BreakDuration=00:01:00";

    [Fact]
    public async Task Shop_rejects_orders_while_the_provider_is_broken()
    {
        await using var shop = await ShopProcess.Start(LongBreak);
        Assert.Equal(HttpStatusCode.OK, await shop.Post("/orders"));

        await shop.Post("/provider/break");
        for (var order = 1; order <= 5; order++)
            Assert.Equal(HttpStatusCode.BadGateway, await shop.Post("/orders"));
        using (var rejected = await shop.Send("/orders"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, rejected.StatusCode);
            Assert.InRange(rejected.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 73);
        }

        Assert.Equal("Degraded", await shop.Get("/health"));
        Assert.Contains("<title>Breakers", await shop.Get("/failfast/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shop_takes_orders_again_once_the_provider_is_mended()
    {
        await using var shop = await ShopProcess.Start();
        await shop.Post("/provider/break");
        await Eventually.Is(async () => await shop.Post("/orders") == HttpStatusCode.ServiceUnavailable);

        await shop.Post("/provider/mend");

        await Eventually.Is(async () => await shop.Post("/orders") == HttpStatusCode.OK, budget: TimeSpan.FromSeconds(60));
        await Eventually.Is(async () => await shop.Get("/health") == "Healthy");
    }

    [Fact]
    public async Task Client_opens_the_breaker_of_the_shop()
    {
        await using var shop = await ShopProcess.Start(LongBreak);
        using var client = new SampleProcess("ExternalClient", $"--GatewayPort={shop.Gateway}");
        await client.Ends();

        Assert.Contains("call 5 failed: HttpRequestException", client.Output);
        Assert.Contains(client.Output, line => line.StartsWith("call 6 was rejected: 5 failures in a row: HttpRequestException", StringComparison.Ordinal));
        Assert.Contains("payments is open in the whole cluster: 5 failures in a row: HttpRequestException", client.Output);
        // Its provider is well, and the shop has made no call that failed.
        await Eventually.Is(async () => await shop.Post("/orders") == HttpStatusCode.ServiceUnavailable);
    }
}
