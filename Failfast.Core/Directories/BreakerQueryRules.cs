namespace Failfast.Directories;

/// <summary>Which queries make sense.</summary>
internal static class BreakerQueryRules
{
    /// <exception cref="ArgumentException">The page size is out of range, a state is unknown, or the continuation is of no page.</exception>
    public static BreakerQuery Check(BreakerQuery query)
    {
        if (query.PageSize is < 1 or > BreakerQuery.MaxPageSize)
            throw new ArgumentException($"PageSize is {query.PageSize}: it must be from 1 to {BreakerQuery.MaxPageSize}.", nameof(query));
        foreach (var state in query.States)
            if (!Enum.IsDefined(state))
                throw new ArgumentException($"States has {(int)state}, which is no state of a breaker.", nameof(query));
        if (query.Continuation is { } continuation && !SortKey.TryParse(continuation, out _))
            throw new ArgumentException("Continuation must be that of a page, unchanged.", nameof(query));
        return query;
    }
}
