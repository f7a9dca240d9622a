using Failfast.Tests.Cluster;

namespace Failfast.Tests.Directories;

/// <summary>Short words for what tests of the directory do.</summary>
internal static class ListingPages
{
    /// <summary>A page that every silo had a part in: on a busy machine one may answer too late for the first.</summary>
    public static async Task<BreakerPage> Whole(this IBreakerDirectory directory, BreakerQuery? query = null)
    {
        BreakerPage? page = null;
        await Eventually.Is(async () => !(page = await directory.List(query)).IsPartial, () => string.Join(", ", page?.Missing ?? []));
        return page!;
    }

    /// <summary>All pages, one after the other.</summary>
    public static async Task<List<BreakerPage>> Pages(this IBreakerDirectory directory, BreakerQuery query)
    {
        var pages = new List<BreakerPage> { await directory.Whole(query) };
        while (pages[^1].Continuation is { } next)
            pages.Add(await directory.Whole(query with { Continuation = next }));
        return pages;
    }

    public static async Task<List<string>> Names(this IBreakerDirectory directory, BreakerQuery query) =>
        [.. (await directory.Pages(query)).SelectMany(page => page.Breakers).Select(breaker => breaker.Name)];

    /// <summary>The breaker's line; null if it has none.</summary>
    public static async Task<BreakerSummary?> Find(this IBreakerDirectory directory, string name) =>
        (await directory.Whole(new BreakerQuery { Prefix = name })).Breakers.SingleOrDefault(breaker => breaker.Name == name);
}
