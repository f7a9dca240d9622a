using Microsoft.Playwright;

namespace Failfast.Tests.Page;

[Collection(PageClusterTests.Name)]
public sealed class BreakerPageTests(PageCluster cluster, Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Breaker_is_isolated_and_closed_by_clicking()
    {
        await using var tab = await Open("shown-clicked");
        await tab.Sees(tab.Page.Locator(".title .badge"), "Closed");

        await Click(tab, "Isolate…");
        await Click(tab, "Isolate", inDialog: true);
        // The browser itself asks for the reason.
        Assert.True(await tab.Page.GetByRole(AriaRole.Dialog).IsVisibleAsync());
        await tab.Page.GetByLabel("Reason").FillAsync("moving <b>house</b>");
        await Click(tab, "Isolate", inDialog: true);
        await tab.Sees(tab.Page.Locator(".toast"), "shown-clicked is isolated.");
        await tab.Sees(tab.Page.Locator(".title .badge"), "Isolated");
        await tab.Sees(tab.Page.Locator(".why"), "moving <b>house</b>");
        await tab.Sees(tab.Page.Locator(".step"), "by an operator, was closed");
        Assert.Equal("moving <b>house</b>", (await cluster.Grains.GetBreaker("shown-clicked").GetStatus()).Snapshot.Reason);

        await Click(tab, "Close…");
        await Click(tab, "Close", inDialog: true);
        await tab.Sees(tab.Page.Locator(".title .badge"), "Closed");
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("shown-clicked").GetStatus()).Snapshot.State);
        tab.HasNoError();
    }

    [Fact]
    public async Task Breaker_is_isolated_for_a_time_and_reset_by_clicking()
    {
        await using var tab = await Open("shown-for");
        await Click(tab, "Isolate…");
        await tab.Page.GetByLabel("For how long").SelectOptionAsync("15 minutes");
        await tab.Page.GetByLabel("Reason").FillAsync("maintenance");
        await Click(tab, "Isolate", inDialog: true);
        await tab.Sees(tab.Page.Locator(".title .badge"), "Isolated");
        await tab.Sees(tab.Page.Locator(".countdown"), "14 min");

        await Click(tab, "Reset…");
        await Click(tab, "Reset", inDialog: true);
        await tab.Sees(tab.Page.Locator(".title .badge"), "Closed");
        tab.HasNoError();
    }

    [Fact]
    public async Task Settings_are_changed_and_given_back_by_clicking()
    {
        await using var tab = await Open("configured-clicked");
        await tab.Sees(tab.Page.Locator("tr", new() { HasText = "Break duration" }).First, "7 s");
        await Click(tab, "Change settings…");
        await tab.Page.Locator("[name=breakDuration]").FillAsync("-1");
        await Click(tab, "Change", inDialog: true);
        Assert.True(await tab.Page.GetByRole(AriaRole.Dialog).IsVisibleAsync());
        await tab.Page.Locator("[name=breakDuration]").FillAsync("9");
        await tab.Page.Locator("[name=slowCallDuration]").FillAsync("");
        await Click(tab, "Change", inDialog: true);

        await tab.Sees(tab.Page.Locator("tr[data-source=Operator]"), "operator; configured: 7 s");
        await tab.Sees(tab.Page.Locator("tr[data-source=Operator]"), "off");
        var settings = (await cluster.Grains.GetBreaker("configured-clicked").GetStatus()).Snapshot.Settings;
        Assert.Equal((TimeSpan.FromSeconds(9), null), (settings.BreakDuration, settings.SlowCallDuration));

        await Click(tab, "Back to configuration…");
        await Click(tab, "Go back", inDialog: true);
        await tab.Sees("As configured.");
        tab.HasNoError();
    }

    [Fact]
    public async Task Open_breaker_counts_down_and_shows_its_hosts_and_failures()
    {
        var breaker = cluster.Grains.GetBreaker("shown-open");
        await using var tab = await Open("shown-open");
        await breaker.Fail(times: 5);
        await tab.Sees(tab.Page.Locator(".title .badge"), "Open");

        var before = await Countdown();
        Assert.InRange(before, 1, 50);
        await Eventually.Is(async () => await Countdown() < before);
        await tab.Sees(tab.Page.Locator(".line"), "5 calls, 100 % failed");
        await tab.Sees(tab.Page.Locator(".line"), "TimeoutException");
        await tab.Sees(tab.Page.Locator(".step"), "by its rules, was closed");
        await tab.Page.Locator("rect.band[data-tone=bad]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Eventually.Is(async () => (await tab.Page.Locator(".chart").GetAttributeAsync("aria-label"))!.Contains("; Open.", StringComparison.Ordinal));
        tab.HasNoError();

        async Task<int> Countdown() => int.Parse((await tab.Page.Locator(".countdown").TextContentAsync())!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Reader_sees_no_button_that_would_be_refused_and_a_key_signs_in_and_out()
    {
        await using var server = await PageServer.Start(
            cluster.Grains, page => page.UseApiKeys(),
            configure: app => Microsoft.Extensions.DependencyInjection.FailfastApiKeyServiceCollectionExtensions.AddFailfastApiKeys(
                app.Services, keys => keys.ReadKey = "read-0123456789abcdef"));
        await using var tab = await browser.Open(server.Address, "#/breaker/shown-read");
        await tab.Page.GetByLabel("API key").FillAsync("wrong-0123456789abcdef");
        await tab.IsSound();
        await Click(tab, "Sign in");
        await tab.Sees("That is not a key.");
        await tab.Page.GetByLabel("API key").FillAsync("read-0123456789abcdef");
        await Click(tab, "Sign in");

        await tab.Sees(tab.Page.Locator(".title .badge"), "Closed");
        await tab.Sees(tab.Page.Locator("#who"), "read key (read only)");
        Assert.Equal(0, await tab.Page.Locator(".actions").CountAsync());
        Assert.Equal("", await tab.Page.EvaluateAsync<string>("document.cookie"));

        await Click(tab, "Sign out");
        await tab.Page.GetByLabel("API key").WaitForAsync();
        tab.HasNoError(requestsFail: true);
    }

    private Task<Tab> Open(string breaker) => browser.Open(cluster.Server.Address, $"#/breaker/{breaker}");

    private static Task Click(Tab tab, string button, bool inDialog = false) =>
        (inDialog ? tab.Page.GetByRole(AriaRole.Dialog) : tab.Page.Locator("body"))
        .GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
