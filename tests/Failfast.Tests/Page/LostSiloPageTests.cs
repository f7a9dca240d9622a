namespace Failfast.Tests.Page;

/// <summary>The page of a cluster that loses a silo and gets another.</summary>
[Trait(Category.Key, Category.Slow)]
public sealed class LostSiloPageTests(Browser browser) : IClassFixture<Browser>
{
    private const int Breakers = 8;

    [Fact]
    public async Task Page_is_live_again_after_a_silo_was_killed_and_another_has_come()
    {
        await using var cluster = await BreakerCluster.Start(silos: 2, onRealTime: true);
        await using var server = await PageServer.Start(cluster.Client);
        // Some of them have their grain on either silo.
        for (var i = 0; i < Breakers; i++)
            await cluster.Client.GetBreaker($"lost-{i}").GetStatus();
        await using var list = await browser.Open(server.Address);
        await list.Page.GetByRole(Microsoft.Playwright.AriaRole.Searchbox).FillAsync("lost-");
        await list.Sees(list.Row("lost-7"), "Closed");
        await using var one = await browser.Open(server.Address, "#/breaker/lost-0");
        await one.Sees(one.Page.Locator(".title .badge"), "Closed");

        await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos[1]);
        await cluster.Orleans.StartAdditionalSiloAsync();
        for (var i = 0; i < Breakers; i++)
            await Isolate(cluster.Client.GetBreaker($"lost-{i}"));

        for (var i = 0; i < Breakers; i++)
            await list.Sees(list.Row($"lost-{i}"), "after the loss");
        await list.Sees(list.Page.Locator("#link"), "Live");
        await one.Sees(one.Page.Locator(".title .badge"), "Isolated");
        await one.Sees(one.Page.Locator("#link"), "Live");
    }

    // The grain may have been on the silo that was lost.
    private static Task Isolate(IBreakerGrain breaker) => Eventually.Is(
        async () => await Record.ExceptionAsync(() => breaker.Isolate("after the loss")) is null && breaker.State == BreakerState.Isolated,
        budget: TimeSpan.FromSeconds(60));
}
