namespace Failfast.Directories;

/// <summary>Filters, sorts and cuts the breakers of one silo.</summary>
internal static class PageOf
{
    public static SiloPage Breakers(IReadOnlyList<IListedBreaker> breakers, BreakerQuery query)
    {
        var matching = new Matching(query);
        // The worst of those that fit is at the far end: it makes room for a better one.
        var first = new PriorityQueue<IListedBreaker, SortKey>(s_lastFirst);
        var following = 0;
        foreach (var breaker in breakers)
        {
            if (!NamePrefix.Fits(query.Prefix, breaker.Name))
                continue;
            var (state, attention) = breaker.Judge();
            if (!matching.Add(state, attention))
                continue;
            var key = new SortKey(attention, breaker.Name);
            if (!matching.IsAfter(key))
                continue;
            following++;
            if (first.Count < query.PageSize)
                first.Enqueue(breaker, key);
            else
                first.EnqueueDequeue(breaker, key);
        }

        return new SiloPage
        {
            Breakers = [.. first.UnorderedItems.Select(item => item.Element.Summarize())],
            Counts = matching.Counts,
            Total = matching.Total,
            Last = following > first.Count && first.TryPeek(out _, out var last) ? last : null,
        };
    }

    private static readonly Comparer<SortKey> s_lastFirst = Comparer<SortKey>.Create((left, right) => right.CompareTo(left));
}
