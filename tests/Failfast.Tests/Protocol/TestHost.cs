using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

/// <summary>One process of a <see cref="TestGrain"/>'s cluster, with a clock of its own.</summary>
internal sealed class TestHost(TestGrain grain, int number)
{
    public Guid Id { get; } = new(number, 0, 0, new byte[8]);

    public HostProtocol Protocol { get; } = new(
        new Guid(number, 0, 0, new byte[8]), $"host-{number}", new(), grain.Settings);

    /// <summary>How far this host's clock is from the grain's.</summary>
    public TimeSpan Skew { get; set; } = TimeSpan.FromHours(number);

    public TimeSpan Now => grain.Now + Skew;

    public BreakerSnapshot Snapshot => Protocol.Snapshot("tested", Now);

    /// <summary>To the millisecond.</summary>
    public TimeSpan? RetryAfter =>
        Snapshot.RetryAfter is { } exact ? TimeSpan.FromMilliseconds(Math.Round(exact.TotalMilliseconds)) : null;

    public GuardMode Mode => Protocol.View(Now).Mode;

    /// <summary>Calls as in <see cref="Machine.Calls"/>; each must be let through.</summary>
    public void Call(string calls)
    {
        foreach (var call in calls)
            Assert.True(TryCall(call), $"'{call}' of '{calls}' was rejected");
    }

    public void CallRejected(string calls)
    {
        foreach (var call in calls)
            Assert.False(TryCall(call), $"'{call}' of '{calls}' was let through");
    }

    /// <summary>One call as a guard would run it, the reports aside. False if it was rejected.</summary>
    public bool TryCall(char call)
    {
        if (Mode == GuardMode.Through)
            return true;
        switch (Protocol.Decide(Now, .5, out var ticket))
        {
            case Decision.Hear:
                if (!Report())
                    Protocol.GiveUpWaiting(Now);
                return TryCall(call);
            case Decision.AskPermit when AskPermit() is { } probe:
                grain.EndProbe(Protocol.ProbeReport(probe.Permit!, Outcome(call), Now));
                return true;
            case Decision.RunUncounted:
                return true;
            case Decision.Run:
                End(ticket, call);
                return true;
        }

        return false;
    }

    public CallTicket? AskPermit()
    {
        var request = Protocol.PermitRequest(Now);
        if (grain.Reachable)
            return Protocol.PermitAnswered(grain.RequestProbe(request), Now);
        Protocol.PermitUnanswered(Now);
        return null;
    }

    public void End(CallTicket ticket, char call)
    {
        switch (call)
        {
            case 'X': break;
            case var _ when ticket.IsProbe: Protocol.OwnProbeEnded(ticket, Outcome(call), Now, .5); break;
            case 'S': Protocol.Succeeded(ticket, 1, Now, .5); break;
            case 'F': Protocol.Failed(ticket, Now, .5); break;
            default: Protocol.WasSlow(ticket, isFailure: false, Now, .5); break;
        }
    }

    /// <summary>Sends the report that is due, if one is. False if none was, or if it found no grain.</summary>
    public bool Report()
    {
        if (Protocol.NextReport(Now) is not { } report)
            return false;
        if (grain.Reachable)
            Protocol.ReportAnswered(grain.Report(report), Now);
        else
            Protocol.ReportUnanswered(Now);
        return grain.Reachable;
    }

    private static ProbeOutcome Outcome(char call) =>
        call switch { 'S' => ProbeOutcome.Success, 'X' => ProbeOutcome.Ignored, _ => ProbeOutcome.Failure };
}
