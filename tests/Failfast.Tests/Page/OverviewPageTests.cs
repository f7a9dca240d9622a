using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Failfast.Tests.Page;

[Collection(PageClusterTests.Name)]
public sealed class OverviewPageTests(PageCluster cluster, Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    [Fact]
    public async Task Trip_is_seen_without_a_reload()
    {
        var breaker = cluster.Grains.GetBreaker("shown-trip");
        await breaker.Succeed();
        await using var tab = await browser.Open(cluster.Server.Address);
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("shown-trip");
        await tab.Sees(tab.Row("shown-trip"), "Closed");
        // The list is that of the search by then, so that what is read aloud is about it alone.
        await Eventually.Is(async () => await tab.Page.Locator(".row").CountAsync() == 1);

        var watch = Stopwatch.StartNew();
        await breaker.Fail(times: 5);

        await tab.Sees(tab.Row("shown-trip"), "Open");
        output.WriteLine($"seen {watch.ElapsedMilliseconds} ms after the first of five failures");
        await tab.Sees(tab.Row("shown-trip"), "5 failures in a row: TimeoutException");
        await tab.Sees(tab.Row("shown-trip"), "tries again in");
        // Read aloud, too.
        await tab.Sees(tab.Page.Locator("#news"), "Open: 1 breaker");
        tab.HasNoError();
    }

    [Fact]
    public async Task Filters_count_and_choose_and_pages_turn()
    {
        for (var i = 0; i < 60; i++)
            await cluster.Grains.GetBreaker($"many-{i:00}").Succeed();
        await cluster.Grains.GetBreaker("many-held").Isolate("for the test");
        await using var tab = await browser.Open(cluster.Server.Address);
        var (rows, page) = (tab.Page.Locator(".row"), tab.Page);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("MANY-");
        await tab.Sees("1–50 of 61");
        await tab.Sees(rows.First, "many-held");

        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await tab.Sees("51–61 of 61");
        await Eventually.Is(async () => await rows.CountAsync() == 11);
        await page.GetByRole(AriaRole.Button, new() { Name = "Previous" }).ClickAsync();
        await tab.Sees("1–50 of 61");

        await page.Locator("[data-filter=Isolated]").ClickAsync();
        await Eventually.Is(async () => await rows.CountAsync() == 1);
        Assert.Equal("true", await page.Locator("[data-filter=Isolated]").GetAttributeAsync("aria-pressed"));
        Assert.Equal("1", await page.Locator("[data-filter=Isolated] .count").TextContentAsync());
        Assert.Equal("60", await page.Locator("[data-filter=Closed] .count").TextContentAsync());
        await page.Locator("[data-filter=Disabled]").ClickAsync();
        await tab.Sees("No breaker is in this state.");
        tab.HasNoError();
    }

    [Fact]
    public async Task Hostile_reason_is_text_and_nothing_else()
    {
        const string hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202e&lt;b&gt;";
        await cluster.Grains.GetBreaker("hostile").Isolate(hostile);
        await using var tab = await browser.Open(cluster.Server.Address);
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("hostile");
        await tab.Sees(tab.Row("hostile"), "Isolated");
        Assert.Equal(hostile, await tab.Row("hostile").Locator(".reason").TextContentAsync());

        await tab.Row("hostile").GetByRole(AriaRole.Link).ClickAsync();
        await tab.Sees(tab.Page.Locator(".why"), "<script>alert(2)</script>");

        Assert.Equal(0, await tab.Page.Locator("main img, main script").CountAsync());
        await tab.Page.GotoAsync(new Uri(cluster.Server.Address, "#/breaker/%3Cimg%20src=x%20onerror=alert(3)%3E").ToString());
        await tab.Sees("is not a breaker name");
        Assert.Equal(0, await tab.Page.Locator("main img").CountAsync());
        tab.HasNoError(requestsFail: true);
    }

    [Fact]
    public async Task Hostile_message_of_an_exception_is_text_and_nothing_else()
    {
        const string hostile = "</script><img src=x onerror=alert(1)><svg onload=alert(2)>";
        var breaker = cluster.Grains.GetBreaker("shown-hostile");
        for (var i = 0; i < 5; i++)
            await breaker.TryGuard(_ => ValueTask.FromException<int>(new InvalidOperationException(hostile)));
        await using var tab = await browser.Open(cluster.Server.Address, "#/breaker/shown-hostile");

        await tab.Sees(hostile);

        Assert.Equal(0, await tab.Page.Locator("main img, main svg[onload], main script").CountAsync());
        tab.HasNoError();
    }

    [Fact]
    public async Task Page_goes_on_after_its_server_was_restarted()
    {
        var first = await PageServer.Start(cluster.Grains);
        await using var tab = await browser.Open(first.Address);
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("restarted-");
        await tab.Sees(tab.Page.Locator("#link"), "Live");

        await first.Stop();
        await first.DisposeAsync();
        await tab.Sees(tab.Page.Locator("#link"), "Reconnecting");
        await cluster.Grains.GetBreaker("restarted-meanwhile").Isolate();
        await using var second = await PageServer.Start(cluster.Grains, url: first.Address.GetLeftPart(UriPartial.Authority));

        await tab.Sees(tab.Row("restarted-meanwhile"), "Isolated");
        await tab.Sees(tab.Page.Locator("#link"), "Live");
        await cluster.Grains.GetBreaker("restarted-meanwhile").Disable();
        await tab.Sees(tab.Row("restarted-meanwhile"), "Disabled");
    }

    [Fact]
    public async Task List_is_used_with_the_keyboard_alone()
    {
        await cluster.Grains.GetBreaker("keyboard").Isolate();
        await using var tab = await browser.Open(cluster.Server.Address);
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("keyboard");
        await Eventually.Is(async () => await tab.Page.Locator(".row").CountAsync() == 1);
        for (var i = 0; i < 8; i++)
            await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Sees(tab.Page.Locator(".headline"), "An operator holds it open");
        Assert.Equal("keyboard", await tab.Page.EvaluateAsync<string>("document.activeElement.textContent"));

        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await tab.Page.Keyboard.TypeAsync("by keyboard");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Eventually.Is(async () => await tab.Page.GetByRole(AriaRole.Dialog).CountAsync() == 0);
        Assert.Equal("Close…", await tab.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        tab.HasNoError();
    }
}
