using Failfast.Simulation;
using Microsoft.Playwright;

namespace Failfast.Tests.Page;

/// <summary>Each view in light, dark and on a phone: nothing in the way of anybody. With FAILFAST_WRITE_IMAGES=1 the pictures in docs/images are made.</summary>
[Collection(PageClusterTests.Name)]
public sealed class ViewTests(PageCluster cluster, Browser browser) : IClassFixture<Browser>
{
    private static readonly bool s_writes = Environment.GetEnvironmentVariable("FAILFAST_WRITE_IMAGES") == "1";

    [Theory]
    [InlineData("light", "shop-", ColorScheme.Light, false)]
    [InlineData("dark", "store-", ColorScheme.Dark, false)]
    [InlineData("phone", "kiosk-", ColorScheme.Light, true)]
    public async Task View_is_sound(string name, string prefix, ColorScheme scheme, bool isPhone)
    {
        var stage = new ShownBreakers(cluster.Grains, prefix);
        await stage.Prepare();
        await using var tab = await browser.Open(cluster.Server.Address, scheme: scheme, isPhone: isPhone);
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync(stage.Prefix);
        await tab.Sees(tab.Row(stage.Open), "Open");
        await Eventually.Is(async () => await tab.Page.Locator(".row").CountAsync() == ShownBreakers.Count);
        await tab.IsSound();
        await tab.Fits();
        await Write(tab, $"overview-{name}");

        await tab.Row(stage.Open).GetByRole(AriaRole.Link).ClickAsync();
        await tab.Sees(tab.Page.Locator(".title .badge"), "Open");
        await stage.Play(s_writes ? TimeSpan.FromSeconds(40) : TimeSpan.Zero);
        await Eventually.Is(async () => (await tab.Page.Locator(".chart").GetAttributeAsync("aria-label"))?.Contains("Now", StringComparison.Ordinal) == true);
        await tab.IsSound();
        await tab.Fits();
        await Write(tab, $"breaker-{name}");

        await tab.Page.Locator("[data-action=isolate]").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await tab.IsSound();
        if (!isPhone && scheme == ColorScheme.Light)
            await Write(tab, "isolate");
        await tab.Fits();
    }

    private static async Task Write(Tab tab, string name)
    {
        if (s_writes)
        {
            await tab.Page.EvaluateAsync("document.activeElement?.closest('dialog') || document.activeElement?.blur()");
            await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Sources.Root, "docs", "images", $"{name}.png"), FullPage = name != "isolate", Animations = ScreenshotAnimations.Disabled });
        }
    }
}
