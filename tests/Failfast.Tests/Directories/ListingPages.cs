namespace Failfast.Tests.Directories;

/// <summary>Short words for what tests of the directory do.</summary>
internal static class ListingPages
{
    /// <summary>All pages, one after the other.</summary>
    public static async Task<List<BreakerPage>> Pages(this IBreakerDirectory directory, BreakerQuery query)
    {
        var pages = new List<BreakerPage> { await directory.List(query) };
        while (pages[^1].Continuation is { } next)
            pages.Add(await directory.List(query with { Continuation = next }));
        return pages;
    }

    public static async Task<List<string>> Names(this IBreakerDirectory directory, BreakerQuery query) =>
        [.. (await directory.Pages(query)).SelectMany(page => page.Breakers).Select(breaker => breaker.Name)];

    /// <summary>The breaker's line; null if it has none.</summary>
    public static async Task<BreakerSummary?> Find(this IBreakerDirectory directory, string name) =>
        (await directory.List(new BreakerQuery { Prefix = name })).Breakers.SingleOrDefault(breaker => breaker.Name == name);
}
