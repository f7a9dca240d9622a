namespace Failfast;

/// <summary>Which breakers a directory is to list.</summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerQuery")]
public sealed record BreakerQuery
{
    /// <summary>The largest <see cref="PageSize"/>.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Only breakers whose name begins like this; case is ignored.</summary>
    /// <value>Default: null, every name.</value>
    [Id(0)]
    public string? Prefix { get; init; }

    /// <summary>Only breakers in one of these states.</summary>
    /// <value>Default: empty, every state.</value>
    [Id(1)]
    public IReadOnlyList<BreakerState> States { get; init; } = [];

    /// <summary>Only breakers whose <see cref="BreakerSummary.Attention"/> is not <see cref="BreakerAttention.None"/>.</summary>
    /// <value>Default: false.</value>
    [Id(2)]
    public bool NeedsAttention { get; init; }

    /// <summary>How many breakers a page has at most.</summary>
    /// <value>Default: 50; range: 1 to 500.</value>
    [Id(3)]
    public int PageSize { get; init; } = 50;

    /// <summary>Where to go on: the <see cref="BreakerPage.Continuation"/> of the page before.</summary>
    /// <value>Default: null, the first page.</value>
    [Id(4)]
    public string? Continuation { get; init; }
}
