namespace Failfast;

/// <summary>How many breakers are in which state.</summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerCounts")]
public sealed record BreakerCounts
{
    /// <summary>Breakers that are closed.</summary>
    [Id(0)]
    public int Closed { get; init; }

    /// <summary>Breakers that are open.</summary>
    [Id(1)]
    public int Open { get; init; }

    /// <summary>Breakers that are half-open.</summary>
    [Id(2)]
    public int HalfOpen { get; init; }

    /// <summary>Breakers that an operator holds open.</summary>
    [Id(3)]
    public int Isolated { get; init; }

    /// <summary>Breakers that are disabled.</summary>
    [Id(4)]
    public int Disabled { get; init; }

    /// <summary>Breakers of any state that need attention.</summary>
    [Id(5)]
    public int NeedAttention { get; init; }

    internal BreakerCounts Plus(BreakerCounts other) => new()
    {
        Closed = Closed + other.Closed,
        Open = Open + other.Open,
        HalfOpen = HalfOpen + other.HalfOpen,
        Isolated = Isolated + other.Isolated,
        Disabled = Disabled + other.Disabled,
        NeedAttention = NeedAttention + other.NeedAttention,
    };
}
