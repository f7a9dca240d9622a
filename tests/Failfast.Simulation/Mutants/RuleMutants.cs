namespace Failfast.Simulation;

/// <summary>Deliberate faults that were once the rules: each failed when dependencies hung, callers gave up or traffic was uneven.</summary>
internal static class RuleMutants
{
    private const string Machine = "Failfast.Core/Machine/";
    private const string Protocol = "Failfast.Core/Protocol/";
    private const string Calls = Protocol + "HostSession.Calls.cs";

    public static readonly Mutant[] All =
    [
        new("a probe that does not come back is ignored", Protocol + "HostSession.cs",
            "ReportProbeEnd(late, ProbeOutcome.Overdue,", "ReportProbeEnd(late, ProbeOutcome.Ignored,"),
        new("a probe may take longer than a slow call", Machine + "ProbeTimes.cs",
            "return Earlier(settings.CallTimeout, Earlier(slow, EffectiveProbeTimeout(settings)));", "return EffectiveProbeTimeout(settings with { SlowCallDuration = slow });"),
        new("a late success is ignored", Machine + "OverdueRules.cs",
            "Find(overdue, ended) is { } lease", "Find(overdue, ended) is { Number: < 0 } lease"),
        new("probes given up never add up", Machine + "HalfOpenRules.cs",
            "if (together > LongestGivenUp)", "if (together == TimeSpan.MaxValue)"),
        new("the host whose probe failed probes again", Machine + "HalfOpenRules.cs",
            "requested.HasBetter && now < state.PreferOthersUntil", "requested.HasBetter && now < TimeSpan.MinValue"),
        new("a call that is cancelled already takes a lease", Calls,
            "if (attempt.IsCancelled && !Settings.ObserveOnly", "if (attempt.IsCancelled && Settings.ObserveOnly"),
        new("a lease is kept for one second", Protocol + "ProbePool.cs",
            "TryRemove(kept => !isWanted || ", "TryRemove(kept => !isWanted || now >= kept.RenewAt || "),
        new("breaks start anew after closing", Machine + "Transitions.cs",
            "moment.Settings.SamplingDuration ? state.PastBreaks", "moment.Settings.SamplingDuration ? 0"),
        new("the pause that a dependency asks for in a report is not kept", Protocol + "BreakerCoordinator.cs",
            "    {\n        _retryTime.Heed(report.RetryAfter, now);\n        var isTrue", "    {\n        var isTrue"),
        new("a slow call is no failure", Calls,
            "Protocol.WasSlow(ticket, Settings.FailsSlowCalls, now, random);", "Protocol.WasSlow(ticket, isFailure: false, now, random);"),
        new("a call that hangs is no failure", Calls,
            "isFailure: counted == CountedAs.Failed", "isFailure: counted == CountedAs.No"),
        new("a success counts when it is told", Machine + "FailureRun.cs",
            "run = run.After(now - calls.LastSuccessAge, host);", "run = run.After(now, host);"),
        new("runs of failures never age", Machine + "FailureRun.cs",
            "if (parts[i].First - last > longestGap)", "if (parts[i].First - last > TimeSpan.MaxValue - longestGap)"),
        new("reports of failures are not paced", Protocol + "ReportSchedule.cs",
            "_urgentFrom = now + _pace;", "_urgentFrom = now + (_pace * 0);"),
    ];
}
