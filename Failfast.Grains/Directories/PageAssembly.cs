namespace Failfast.Directories;

/// <summary>Makes one page of the answers of all silos and of the index.</summary>
internal sealed class PageAssembly(SiloScatter silos, IndexClient index)
{
    private const string Index = "index";

    public async Task<BreakerPage> Page(BreakerQuery query)
    {
        var (indexing, asking) = (index.Find(query.Prefix), silos.Ask(silos.Silos(), (silo, _) => silo.Page(query)));
        var (found, answers) = (await indexing, await asking);
        var pages = answers.Where(answer => answer.Value is not null).ToList();
        // What the index knows may be active, and what one silo lists may be newer on another.
        var names = found.Breakers.Concat(pages.SelectMany(page => page.Value!.Breakers)).Select(breaker => breaker.Name);
        var newest = await silos.Newest([.. pages.Select(page => page.Silo)], names);

        var matching = new Matching(query);
        var inactive = found.Breakers.Where(breaker => !newest.Knows(breaker.Name) && matching.Add(breaker.State, breaker.Attention))
            .Where(breaker => matching.IsAfter(SortKey.Of(breaker))).ToList();
        var listed = pages.SelectMany(page => page.Value!.Breakers.Where(breaker => newest.Is(page.Silo, breaker)));
        return Cut(query, [.. inactive.Concat(listed)], pages.Min(page => page.Value!.Last)) with
        {
            Total = matching.Total + pages.Sum(page => page.Value!.Total),
            Counts = pages.Aggregate(matching.Counts, (sum, page) => sum.Plus(page.Value!.Counts)),
            Missing =
            [
                .. answers.Where(answer => answer.Value is null).Select(answer => answer.Silo.ToString()),
                .. found.IsComplete ? (string[])[] : [Index],
            ],
        };
    }

    /// <param name="query">How many are wanted.</param>
    /// <param name="candidates">Those that follow the page before.</param>
    /// <param name="end">What some silo has behind it is not known: the page ends there at the latest.</param>
    private static BreakerPage Cut(BreakerQuery query, List<BreakerSummary> candidates, SortKey? end)
    {
        var known = candidates.Where(breaker => end is null || SortKey.Of(breaker) <= end).OrderBy(SortKey.Of)
            .DistinctBy(breaker => breaker.Name, StringComparer.Ordinal).ToList();
        var shown = known.Take(query.PageSize).ToList();
        var isFull = shown.Count == query.PageSize;
        var next = isFull && (known.Count > shown.Count || end is not null) ? SortKey.Of(shown[^1]) : isFull ? null : end;
        return new BreakerPage { Breakers = shown, Continuation = next?.ToString(), Counts = new BreakerCounts() };
    }
}
