using Failfast.Directories;

namespace Failfast.Tests.Directories;

/// <summary>Takes the place of an activation in a silo's list.</summary>
internal sealed class Listed(string name, long generation = 0, BreakerAttention attention = BreakerAttention.None) : IListedBreaker
{
    public string Name => name;

    public long Generation { get; set; } = generation;

    public BreakerAttention Attention { get; set; } = attention;

    public (BreakerState State, BreakerAttention Attention) Judge() => (StateOf(Attention), Attention);

    public BreakerSummary Summarize() => new()
    {
        Name = name,
        State = StateOf(Attention),
        Attention = Attention,
        Reason = Attention == BreakerAttention.None ? null : "5 failures in a row: TimeoutException",
        Generation = Generation,
        IsActive = true,
    };

    private static BreakerState StateOf(BreakerAttention attention) => attention switch
    {
        BreakerAttention.Open => BreakerState.Open,
        BreakerAttention.Isolated => BreakerState.Isolated,
        BreakerAttention.HalfOpen => BreakerState.HalfOpen,
        BreakerAttention.Disabled => BreakerState.Disabled,
        _ => BreakerState.Closed,
    };
}
