namespace Failfast.Tests.Integration.Chaos;

/// <summary>One line of the table: what a scenario did to guarded calls.</summary>
internal sealed record ChaosRow
{
    public const string Head =
        "| fault | calls | failed for our sake | delay by the guard, ms: p99.9 / longest | the machine's own, ms: p99.9 / longest | probes at once / allowed | agreed after | stuck | note |\n"
        + "|---|---|---|---|---|---|---|---|---|---|";

    public required string Fault { get; init; }

    public ChaosFigures Figures { get; } = new();

    public int Times { get; set; }

    /// <summary>Probes at the dependency at one time, while it hung and the grain could be reached; null where no probe was due.</summary>
    public int? ProbesAtOnce { get; set; }

    public int ProbesAllowed { get; set; } = 1;

    /// <summary>From the end of the fault until all hosts told the same state of the cluster.</summary>
    public TimeSpan? Agreement
    {
        get;
        // The longest, where a fault comes several times.
        set => field = value < field ? field : value;
    }

    public string? Stuck { get; set; }

    public string Note { get; set; } = "";

    public bool IsGood => Figures.FailedForOurSake == 0 && Stuck is null && (ProbesAtOnce ?? 0) <= ProbesAllowed;

    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"| {Fault}{(Times > 1 ? $", {Times} times" : "")} | {Figures.Calls:N0} | {Figures.FailedForOurSake} | {Figures.DelayP999} / {Figures.LongestDelay} | {Figures.MachineP999} / {Figures.LongestMachine} | {(ProbesAtOnce is { } probes ? $"{probes} / {ProbesAllowed}" : "-")} | {(Agreement is { } time ? $"{time.TotalSeconds:0.0} s" : "-")} | {Stuck ?? "no"} | {Note} |");
}
