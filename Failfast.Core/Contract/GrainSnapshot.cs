namespace Failfast.Contract;

/// <summary>
/// The grain's state, as sent in every reply and push and returned by hosts in every report. Times are durations, because clocks
/// differ.
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

    /// <summary>The remaining time of the break, when open, or of an isolation that ends; zero for an isolation without end.</summary>
    [Id(3)]
    public TimeSpan Remaining { get; init; }

    /// <summary>The total length of the break, when open; <see cref="Remaining"/> never exceeds it.</summary>
    [Id(4)]
    public TimeSpan BreakLength { get; init; }

    [Id(5)]
    public int Breaks { get; init; }

    [Id(6)]
    public string? Reason { get; init; }

    /// <summary>The settings in force; null if the host has them already, having shown this very stamp.</summary>
    [Id(7)]
    public BreakerSettings? Settings { get; init; }

    /// <summary>Whether <see cref="Settings"/> were set by an operator at run time rather than by configuration.</summary>
    [Id(8)]
    public bool SettingsAreOverride { get; init; }

    /// <summary>Numbers the operators' changes of settings, so that the later of two survives a crash.</summary>
    [Id(9)]
    public long SettingsRevision { get; init; }

    /// <summary>How long ago the breaker closed after rejecting calls; null if long ago, or never.</summary>
    [Id(10)]
    public TimeSpan? ClosedFor { get; init; }

    /// <summary>
    /// Numbers the operators' commands on the state: the state after a later command outranks any generation after an earlier one.
    /// </summary>
    [Id(11)]
    public long CommandRevision { get; init; }

    /// <summary>When closed: the number of breaks in a row before, from which breaks go on growing if it opens again soon.</summary>
    [Id(12)]
    public int PastBreaks { get; init; }

    /// <summary>Whether the last command was a reset: when closed, the breaker needs no row, and no host needs to remember it.</summary>
    [Id(13)]
    public bool IsReset { get; init; }

    /// <summary>Whether storage may have a later state: the grain has not been able to read its row yet.</summary>
    [Id(14)]
    public bool IsProvisional { get; init; }

    /// <summary>Whether an operator has given a command that must be remembered.</summary>
    public bool HasCommand => !IsReset && (CommandRevision != 0 || SettingsRevision != 0);
}
