namespace Failfast.Simulation;

/// <summary>Deliberate faults in a host's session: kept leases, running probes and their reports, activity and sleep.</summary>
internal static class SessionMutants
{
    private const string Protocol = "Failfast.Core/Protocol/";
    private const string Calls = Protocol + "HostSession.Calls.cs";
    private const string Messages = Protocol + "HostSession.Messages.cs";
    private const string Session = Protocol + "HostSession.cs";

    public static readonly Mutant[] All =
    [
        new("a lease is used after its time", Protocol + "ProbePool.cs",
            "now < kept.StartBy && protocol", "protocol"),
        new("a lease's time runs from its arrival", Messages,
            "from + lease.EndsIn", "now + lease.EndsIn"),
        new("a lease that came twice serves twice", Messages,
            "else if (_received.IsNew(lease))", "else"),
        new("a probe reserved for a consumer is lost", Calls,
            "            _pool.Add(ticket, startBy, reserved: true, now);\n", "            _ = startBy;\n"),
        new("no caller gives up waiting", Calls,
            "            Protocol.GiveUpWaiting(now);\n", ""),
        new("a caller that has waited goes on waiting", Calls,
            "(attempt.Requested || !_isRequestAwaited) && attempt.CanWait(now)", "(attempt.Requested || !_isRequestAwaited)"),
        new("a slow call that failed counts twice", Calls,
            "if (counted == CountedAs.Failed || outcome != CallOutcome.Failure)", "if (outcome != CallOutcome.Failure)"),
        new("a breaker that has slept is not swept again", Session,
            "        _lastUse = now;\n        _starts |= !IsActive;", "        _starts |= !IsActive && _lastUse == default;\n        _lastUse = now;"),
        new("an unanswered probe request is the last", Protocol + "HostProtocol.Messages.cs",
            "    public void ProbeUnanswered(TimeSpan now)\n    {\n        _isRequestingProbe = false;", "    public void ProbeUnanswered(TimeSpan now)\n    {"),
        new("reports that are not answered wait up to a lease", Protocol + "ReportSchedule.cs",
            "(wait < LongestRetry ? wait : LongestRetry)", "(wait < timings.LeaseDuration ? wait : timings.LeaseDuration)"),
        new("a break of a host's own outlasts its being alone", Protocol + "OwnBreak.cs",
            "heard.State == BreakerState.Closed && own", "heard.State == BreakerState.Disabled && own"),
        new("calls run before the state is known", Protocol + "HostProtocol.cs",
            "!(now - _unknownFrom >= longest)", "!(now - _unknownFrom >= longest / 8)"),
    ];
}
