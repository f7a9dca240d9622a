using System.Text.Json;
using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Storage;

/// <summary>A breaker's stored state. Members are only ever added; a missing one has its default.</summary>
[GenerateSerializer, Alias("failfast.BreakerRecord")]
internal sealed record BreakerRecord
{
    [Id(0)]
    public BreakerState State { get; set; }

    [Id(1)]
    public long Generation { get; set; }

    /// <summary>When the break or the isolation ends, if it does; in UTC; only the grain reads it.</summary>
    [Id(2)]
    public DateTimeOffset? OpenUntil { get; set; }

    [Id(3)]
    public TimeSpan BreakLength { get; set; }

    [Id(4)]
    public int Breaks { get; set; }

    [Id(5)]
    public string? Reason { get; set; }

    [Id(6)]
    public long Incarnation { get; set; }

    /// <summary>
    /// An operator's settings as the first version wrote them: read, but no longer written. Orleans' JSON leaves out zero and false, which
    /// were read back as the defaults: a rule that was turned off was on again after a restart.
    /// </summary>
    [Id(7)]
    public BreakerSettings? Settings { get; set; }

    [Id(8)]
    public long SettingsRevision { get; set; }

    /// <summary>An operator's settings, if any, each written out whatever serializer is in use.</summary>
    [Id(9)]
    public string? SettingsJson { get; set; }

    [Id(10)]
    public long CommandRevision { get; set; }

    /// <summary><see cref="CommandRevision"/> under the name that earlier versions wrote: read, but no longer written.</summary>
    public long WordRevision
    {
        get => 0;
        set => CommandRevision = value == 0 ? CommandRevision : value;
    }

    /// <summary>Whether the last command was a reset: once the breaker is closed, it needs no row.</summary>
    [Id(11)]
    public bool IsReset { get; set; }

    /// <summary>Whether an operator has given this breaker a command or settings.</summary>
    public bool HasCommand() => CommandRevision > 0 || SettingsRevision > 0;

    /// <summary>Whether the row is not a breaker's: a breaker has one only after a transition, a command or a change of settings.</summary>
    public bool IsAnothers() => Generation == 0 && SettingsRevision == 0 && CommandRevision == 0;

    /// <summary>Whether <paramref name="other"/> says the same to a new activation, so that it need not be stored in place of this.</summary>
    public bool SaysTheSameAs(BreakerRecord? other) => other is not null && Generation == other.Generation
        && SettingsRevision == other.SettingsRevision && CommandRevision == other.CommandRevision && State == other.State && Reason == other.Reason;

    public static BreakerRecord Of(GrainSnapshot snapshot, DateTimeOffset now) => new()
    {
        State = snapshot.State,
        Generation = snapshot.Generation,
        OpenUntil = Recall.HasEnd(snapshot) ? now + snapshot.Remaining : null,
        BreakLength = snapshot.BreakLength,
        Breaks = snapshot.Breaks,
        Reason = snapshot.Reason,
        Incarnation = snapshot.Stamp.Incarnation,
        SettingsJson = snapshot.SettingsAreOverride ? SettingsText.Write(snapshot.Settings!) : null,
        SettingsRevision = snapshot.SettingsRevision,
        CommandRevision = snapshot.CommandRevision,
        IsReset = snapshot.IsReset,
    };

    /// <exception cref="JsonException">The settings can't be read.</exception>
    public GrainSnapshot ToSnapshot(DateTimeOffset now)
    {
        var settings = SettingsJson is not null ? SettingsText.Read(SettingsJson) : Settings is null ? null : Settings with { EarlierSlowCallsAreFailures = false };
        return ToSnapshot(settings, now);
    }

    private GrainSnapshot ToSnapshot(BreakerSettings? settings, DateTimeOffset now) => new()
    {
        Stamp = new Stamp(Incarnation, 0),
        Generation = Generation,
        State = State,
        Remaining = Recall.Remaining(State, OpenUntil is { } end ? end - now : TimeSpan.MaxValue, TimeSpan.Zero),
        BreakLength = BreakLength,
        Breaks = Breaks,
        Reason = Reason,
        Settings = settings,
        SettingsAreOverride = settings is not null,
        SettingsRevision = SettingsRevision,
        CommandRevision = CommandRevision,
        IsReset = IsReset,
    };
}
