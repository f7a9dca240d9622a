using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Directories;

/// <summary>What an operator's last command has left of a breaker. It is also what is stored: members are only ever added.</summary>
[GenerateSerializer, Immutable, Alias("failfast.IndexEntry")]
internal sealed record IndexEntry
{
    /// <summary>Of a reason, in characters: what is longer is cut.</summary>
    public const int LongestReason = 100;

    [Id(0)]
    public string Name { get; set; } = "";

    /// <summary>Isolated, disabled, or closed for any other.</summary>
    [Id(1)]
    public BreakerState State { get; set; }

    [Id(2)]
    public string? Reason { get; set; }

    [Id(3)]
    public long Generation { get; set; }

    [Id(4)]
    public long CommandRevision { get; set; }

    [Id(5)]
    public long SettingsRevision { get; set; }

    [Id(6)]
    public bool HasSettings { get; set; }

    /// <summary>When the index was told, in UTC; set and read by the index alone.</summary>
    [Id(7)]
    public DateTimeOffset ToldAt { get; set; }

    /// <summary>How long the isolation was to last then; null for one without end.</summary>
    [Id(8)]
    public TimeSpan? IsolatedFor { get; set; }

    /// <summary>Nothing that an operator has changed is in force any more: it need not be remembered.</summary>
    public bool IsOver() => State == BreakerState.Closed && !HasSettings;

    public bool IsOlderThan(IndexEntry other) => CommandRevision < other.CommandRevision || SettingsRevision < other.SettingsRevision;

    public bool SaysTheSameAs(IndexEntry other) => this with { ToldAt = other.ToldAt, IsolatedFor = other.IsolatedFor } == other;

    public static IndexEntry Of(string name, BreakerCoordinator breaker, TimeSpan now)
    {
        var isHeld = breaker.State.State is BreakerState.Isolated or BreakerState.Disabled;
        return new IndexEntry
        {
            Name = name,
            State = isHeld ? breaker.State.State : BreakerState.Closed,
            Reason = isHeld && breaker.State.Reason is { } reason ? reason.Length <= LongestReason ? reason : $"{reason[..LongestReason]}…" : null,
            Generation = isHeld ? breaker.State.Generation : 0,
            CommandRevision = breaker.CommandRevision,
            SettingsRevision = breaker.SettingsRevision,
            HasSettings = breaker.IsOverridden,
            IsolatedFor = breaker.State.State == BreakerState.Isolated ? breaker.State.RetryAfter(BreakerState.Isolated, now) : null,
        };
    }

    public BreakerSummary ToSummary(DateTimeOffset now)
    {
        var left = ToldAt + IsolatedFor - now;
        return ToSummary(now, left <= TimeSpan.Zero ? BreakerState.HalfOpen : State, left);
    }

    private BreakerSummary ToSummary(DateTimeOffset now, BreakerState state, TimeSpan? left) => new()
    {
        Name = Name,
        State = state,
        Reason = Reason,
        StateFor = State == BreakerState.Closed || now < ToldAt ? null : left <= TimeSpan.Zero ? -left : now - ToldAt,
        RetryAfter = state == BreakerState.Isolated ? left : TimeSpan.Zero,
        Durability = BreakerDurability.Durable,
        IsOperated = true,
        SettingsAreOverridden = HasSettings,
        Generation = Generation,
        Attention = Attention.Of(state, storageFails: false),
    };
}
