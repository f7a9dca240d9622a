namespace Failfast.Contract;

/// <summary>
/// What the grain says of itself in every reply and push, and what a host shows it again in every report. Times are
/// durations: clocks differ.
/// </summary>
[GenerateSerializer, Immutable, Alias("failfast.GrainSnapshot")]
internal sealed record GrainSnapshot
{
    [Id(0)]
    public Stamp Stamp { get; init; }

    [Id(1)]
    public long Generation { get; init; }

    [Id(2)]
    public BreakerState State { get; init; }

    /// <summary>Of the break, when open, or of the isolation, if it is to end: zero for one without end.</summary>
    [Id(3)]
    public TimeSpan Remaining { get; init; }

    /// <summary>The whole length of the break, when open: what remains of it is never more.</summary>
    [Id(4)]
    public TimeSpan BreakLength { get; init; }

    [Id(5)]
    public int Breaks { get; init; }

    [Id(6)]
    public string? Reason { get; init; }

    /// <summary>The policy in force; null when the host has it already (it showed this very stamp).</summary>
    [Id(7)]
    public BreakerSettings? Settings { get; init; }

    /// <summary>Whether <see cref="Settings"/> were set by an operator at run time rather than by configuration.</summary>
    [Id(8)]
    public bool SettingsAreOverride { get; init; }

    /// <summary>Counts the operator's changes of the settings, so that the later of two survives a crash.</summary>
    [Id(9)]
    public long SettingsRevision { get; init; }

    /// <summary>How long ago it closed after having held calls back; null if long ago, or never.</summary>
    [Id(10)]
    public TimeSpan? ClosedFor { get; init; }

    /// <summary>
    /// Numbers the operators' commands on the state: what follows a later command outranks any generation of an earlier one.
    /// </summary>
    [Id(11)]
    public long CommandRevision { get; init; }

    /// <summary>When closed: the breaks in a row before. Should it open again soon, they go on growing.</summary>
    [Id(12)]
    public int PastBreaks { get; init; }

    /// <summary>The last command was to reset it: closed, it needs no row, and nobody needs to remember it.</summary>
    [Id(13)]
    public bool IsReset { get; init; }

    /// <summary>An operator's command is in force, or has been and is worth remembering.</summary>
    public bool HasCommand => !IsReset && (CommandRevision != 0 || SettingsRevision != 0);
}
