using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

/// <summary>One process of a <see cref="TestGrain"/>'s cluster, with a clock of its own.</summary>
internal sealed class TestHost(TestGrain grain, int number)
{
    private readonly HashSet<long> _known = [];

    public Guid Id { get; } = new(number, 0, 0, new byte[8]);

    public HostSession Session { get; } = new(
        new Guid(number, 0, 0, new byte[8]), $"host-{number}", new(), grain.Settings, TimeSpan.Zero);

    public HostProtocol Protocol => Session.Protocol;

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

    /// <summary>One call as a guard would run it; reports are sent only where it waits for the grain. False if it was rejected.</summary>
    public bool TryCall(char call)
    {
        if (Mode == GuardMode.PassThrough)
            return true;
        var attempt = new Attempt(Caller.Call, Now + TimeSpan.FromMilliseconds(100));
        while (true)
        {
            switch (Session.Admit(ref attempt, Now, .5, out var ticket))
            {
                case Decision.Run:
                    End(ticket, call);
                    return true;
                case Decision.RunUncounted:
                    return true;
                case Decision.Reject or Decision.GiveUp:
                    return false;
            }

            if (!Exchange())
                attempt = new Attempt(attempt.Caller, Now);
        }
    }

    public CallTicket? RequestProbe()
    {
        var request = ProbeRequest();
        if (grain.Reachable)
            return Answered(grain.RequestProbe(request));
        Protocol.ProbeUnanswered(Now);
        return null;
    }

    /// <summary>A request for one lease more.</summary>
    public HostReport ProbeRequest() => Protocol.ProbeRequest(new ProbeDemand([], [.. _known], default, Wanted: true), Now);

    /// <summary>The new lease that the reply brings, if that is worth something here.</summary>
    public CallTicket? Answered(GrainReply reply)
    {
        if (Protocol.ProbeAnswered(reply, Now) is not [.., var permit] || _known.Contains(permit.Number))
            return null;
        _known.Add(permit.Number);
        return new CallTicket(CallTicket.NotCounted, 0, permit);
    }

    public void End(CallTicket ticket, char call)
    {
        var outcome = call switch { 'S' or 'L' => CallOutcome.Success, 'F' => CallOutcome.Failure, 'G' => CallOutcome.GivenUp, _ => CallOutcome.Ignored };
        Session.Ended(ticket, outcome, wasSlow: call == 'L', CountedAs.No, Now, .5);
        if (ticket.ClusterProbe is not null)
            Exchange();
    }

    public void Granted(LateGrant grant) => Session.OnGrant(grant.Reply, grant.At, Now);

    public void Offered() => Session.OnOffer(Now);

    public void Recalled(long lease) => Session.OnRecall(lease, Now);

    /// <summary>Sends what is due, all of it. False if nothing was, or if it found no grain.</summary>
    private bool Exchange()
    {
        var (report, request, ends, _, _, _, _, _) = Session.Finish(Now);
        if (report is not null)
            Session.OnReportReply(grain.Reachable ? grain.Report(report) : null, Now);
        if (request is not null)
            Session.OnProbeReply(grain.Reachable ? grain.RequestProbe(request) : null, Now);
        foreach (var end in ends)
            Session.OnProbeEndReply(end, grain.Reachable ? grain.EndProbe(end) : null, Now);
        return grain.Reachable && (report is not null || request is not null || ends.Count > 0);
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
}
