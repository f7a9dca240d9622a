namespace Failfast.Simulation;

/// <summary>Deliberate faults in a host's session: leases kept for callers, probes that run, what is told of them, idle and awake.</summary>
internal static class SessionMutants
{
    private const string Protocol = "Failfast.Core/Protocol/";
    private const string Calls = Protocol + "HostSession.Calls.cs";
    private const string Messages = Protocol + "HostSession.Messages.cs";
    private const string Session = Protocol + "HostSession.cs";

    public static readonly Mutant[] All =
    [
        new("a permit is used after its time", Protocol + "ProbePool.cs",
            "now < kept.StartBy && protocol", "protocol"),
        new("a lease's time runs from its arrival", Messages,
            "Protocol.AskedAt + permit.EndsIn", "now + permit.EndsIn"),
        new("a lease that was used is kept again", Messages,
            "if (_shown.Contains(permit.Number))", "if (_pool.Numbers.Contains(permit.Number))"),
        new("a lease of another incarnation is used", Protocol + "ProbePool.cs",
            " && kept.Incarnation == protocol.LastSnapshot?.Stamp.Incarnation", ""),
        new("a recalled lease is not given back", Protocol + "ProbePool.cs",
            "kept.IsRecalled = true;", "kept.IsRecalled = false;"),
        new("kept leases are not renewed", Session,
            "_requestsProbe |= _pool.MustRenew(now) && Protocol.AsksAtOnce(now);", "_requestsProbe |= false;"),
        new("a probe that a consumer was promised is nobody's", Calls,
            "            _pool.Add(ticket, startBy, reserved: true, now);\n", "            _ = startBy;\n"),
        new("nobody gives up waiting", Calls,
            "            Protocol.GiveUpWaiting(now);\n", ""),
        new("who has waited waits on without end", Calls,
            "(attempt.Requested || !_isRequestAwaited) && attempt.CanWait(now)", "(attempt.Requested || !_isRequestAwaited)"),
        new("a slow call that failed counts twice", Calls,
            "if (counted == CountedAs.Failed || outcome != CallOutcome.Failure)", "if (outcome != CallOutcome.Failure)"),
        new("the end of a probe is told once", Protocol + "ProbeEndings.cs",
            "        ending.IsUnderWay = false;\n", ""),
        new("a breaker that has slept is not swept again", Session,
            "        _lastUse = now;\n        _starts |= !IsActive;", "        _starts |= !IsActive && _lastUse == default;\n        _lastUse = now;"),
        new("an offered lease is asked for by nobody", Messages,
            "_wantsProbe |= _requestsProbe |= _arrivals.AreExpected(now) && Protocol.AsksAtOnce(now);", "_ = now;"),
        new("an unanswered probe request is the last", Protocol + "HostProtocol.Messages.cs",
            "    public void ProbeUnanswered(TimeSpan now)\n    {\n        _asking = false;", "    public void ProbeUnanswered(TimeSpan now)\n    {"),
    ];
}
