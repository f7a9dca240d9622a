namespace Failfast.Host;

/// <summary>What came of asking to be let in.</summary>
/// <param name="Group">What the call belongs to; null for one that isn't counted.</param>
/// <param name="Rejection">The gate that rejected it; null if it may run.</param>
internal readonly record struct Entry(CallGroup? Group, Gate? Rejection)
{
    public static Entry Uncounted => default;

    public static Entry Of(CallGroup group) => new(group, null);

    public static Entry Rejected(Gate gate) => new(null, gate);
}
