using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Failfast.Tests.Page;

/// <summary>A tab of the browser, and what went wrong there.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();

    public Tab(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _errors.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Dialog += (_, dialog) =>
        {
            _errors.Enqueue($"dialog: {dialog.Message}");
            dialog.DismissAsync().Ignore();
        };
    }

    public IPage Page { get; }

    public ILocator Row(string breaker) => Page.Locator(".row", new() { Has = Page.GetByRole(AriaRole.Link, new() { Name = breaker, Exact = true }) });

    /// <summary>Waits until the text is there.</summary>
    public Task Sees(string text) => Page.GetByText(text).First.WaitForAsync();

    public async Task Sees(ILocator where, string text)
    {
        try
        {
            await where.Filter(new() { HasText = text }).First.WaitForAsync();
        }
        catch (TimeoutException missing)
        {
            throw new TimeoutException($"{missing.Message} What the browser says: {string.Join("; ", _errors)}", missing);
        }
    }

    /// <summary>Nothing that keeps people with impairments from using it, and no error. What the browser itself says of a failed request is none.</summary>
    public async Task IsSound(bool requestsFail = false)
    {
        var result = await Page.RunAxe();
        Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
        HasNoError(requestsFail);
    }

    /// <summary>Nothing is wider than the window.</summary>
    public async Task Fits() => Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

    public void HasNoError(bool requestsFail = false)
    {
        var errors = _errors.Where(error => !requestsFail || !error.StartsWith("Failed to load resource", StringComparison.Ordinal)).ToList();
        Assert.Empty(errors);
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
