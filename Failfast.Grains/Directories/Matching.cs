namespace Failfast.Directories;

/// <summary>Decides which breakers a query is about, and counts them.</summary>
internal sealed class Matching(BreakerQuery query)
{
    private readonly SortKey? _after = query.Continuation is { } text && SortKey.TryParse(text, out var key) ? key : null;
    private readonly int[] _states = new int[Enum.GetValues<BreakerState>().Length];
    private int _needAttention;

    /// <summary>How many breakers match the whole query.</summary>
    public int Total { get; private set; }

    public BreakerCounts Counts => new()
    {
        Closed = _states[(int)BreakerState.Closed],
        Open = _states[(int)BreakerState.Open],
        HalfOpen = _states[(int)BreakerState.HalfOpen],
        Isolated = _states[(int)BreakerState.Isolated],
        Disabled = _states[(int)BreakerState.Disabled],
        NeedAttention = _needAttention,
    };

    /// <summary>Counts a breaker that has the prefix, and says whether it matches the whole query.</summary>
    public bool Add(BreakerState state, BreakerAttention attention)
    {
        _states[(int)state]++;
        _needAttention += attention == BreakerAttention.None ? 0 : 1;
        var isMatch = (query.States.Count == 0 || query.States.Contains(state)) && (!query.NeedsAttention || attention != BreakerAttention.None);
        Total += isMatch ? 1 : 0;
        return isMatch;
    }

    /// <summary>Whether what stands there comes after the page before.</summary>
    public bool IsAfter(SortKey key) => _after is null || key > _after.Value;
}
