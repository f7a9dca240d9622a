using Microsoft.Playwright;

namespace Failfast.Tests.Page;

/// <summary>A real, headless Chromium.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            // As root, and in containers, its sandbox does not start.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        await _browser!.CloseAsync();
        _playwright!.Dispose();
    }

    internal async Task<Tab> Open(Uri address, string path = "", ColorScheme scheme = ColorScheme.Light, bool isPhone = false)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = isPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1180, Height = 820 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        var tab = new Tab(context, await context.NewPageAsync());
        await tab.Page.GotoAsync(new Uri(address, path).ToString());
        return tab;
    }
}
