using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>What comes from the grain. A reply of null says that none came in time.</summary>
internal sealed partial class HostSession
{
    public void OnPush(GrainSnapshot snapshot, TimeSpan now)
    {
        _hasNews = true;
        Protocol.Hear(snapshot, now);
    }

    /// <summary>The grain wants a report now.</summary>
    public void OnReportRequested() => Protocol.Asked();

    public void OnReportReply(GrainReply? reply, TimeSpan now)
    {
        _hasNews = true;
        if (reply is null)
            Protocol.ReportUnanswered(now);
        else
            Protocol.ReportAnswered(reply, now);
    }

    /// <summary>Keeps the probe that the reply brought for whoever asked, or comes; gives back one that is worth nothing here.</summary>
    public void OnProbeReply(GrainReply? reply, TimeSpan now)
    {
        _hasNews = true;
        if (reply is null)
        {
            Protocol.PermitUnanswered(now);
            return;
        }

        // What nobody sweeps nobody would give back.
        if (Protocol.PermitAnswered(reply, now) is { } ticket && IsActive)
            _kept.Put(ticket, isPromised: false, now);
        else if (reply.Permit is { } worthless)
            EndProbe(new CallTicket(CallTicket.NotCounted, 0, worthless), ProbeOutcome.Ignored, now, random: 0);
    }

    public void OnProbeEndReply(ProbeReport told, GrainReply? reply, TimeSpan now)
    {
        _hasNews = true;
        if (reply is null)
        {
            _endings.Unanswered(told, now);
            return;
        }

        _endings.Answered(told);
        Protocol.Replied(reply, now);
    }
}
