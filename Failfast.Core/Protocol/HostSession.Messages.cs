using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>What comes from the grain. A reply of null says that none came in time.</summary>
internal sealed partial class HostSession
{
    public void OnPush(GrainSnapshot snapshot, TimeSpan now)
    {
        _hasNews = true;
        Protocol.Apply(snapshot, now);
    }

    /// <summary>
    /// An operator's command, or question, was answered in this process. An activation that has not been shown yet what this host
    /// remembers may know less: it is shown that first, unless an operator's later command outranks it.
    /// </summary>
    public void OnAnswer(GrainSnapshot snapshot, TimeSpan now)
    {
        if (Protocol.LastSnapshot is not { } heard || heard.Stamp.Incarnation == snapshot.Stamp.Incarnation || snapshot.CommandRevision > heard.CommandRevision)
            OnPush(snapshot, now);
        else
            Prefetch(now);
    }

    /// <summary>The grain wants a report now.</summary>
    public void OnReportRequested() => Protocol.WantReport();

    public void OnReportReply(GrainReply? reply, TimeSpan now)
    {
        _hasNews = true;
        if (reply is null)
            Protocol.ReportUnanswered(now);
        else
            Protocol.ReportAnswered(reply, now);
    }

    /// <summary>A probe lease has become free, and this host is the next to ask.</summary>
    public void OnOffer(TimeSpan now) => _wantsProbe |= _requestsProbe |= _arrivals.AreExpected(now) && Protocol.TryRequestProbeAtOnce(now);

    /// <summary>Another host would use the lease sooner.</summary>
    public void OnRecall(long number, TimeSpan now)
    {
        _pool.Recall(number);
        GiveBackUseless(now);
    }

    /// <summary>Keeps the probes that the reply brought for whoever asked, or comes; gives back those that are worth nothing here.</summary>
    public void OnProbeReply(GrainReply? reply, TimeSpan now)
    {
        _hasNews = true;
        _isRequestAwaited = false;
        if (reply is null)
        {
            Protocol.ProbeUnanswered(now);
            return;
        }

        _roundTrip = now - Protocol.ProbeRequestedAt;
        var worth = Protocol.ProbeAnswered(reply, now);
        foreach (var gone in _shown.Where(number => !reply.GrantedProbes.Any(lease => lease.Number == number)))
            _pool.Drop(gone);
        foreach (var lease in reply.GrantedProbes)
        {
            // Its time runs from when it was asked for: the answer may take its time, or find a process that was stopped meanwhile.
            var ticket = new CallTicket(CallTicket.NotCounted, 0, lease);
            var startBy = Protocol.ProbeRequestedAt + lease.EndsIn - ProbeTimes.Limit(Settings) - (_timings.ReportInterval / 5);
            // One that was shown and is no longer kept has been used meanwhile.
            if (_shown.Contains(lease.Number))
                _pool.Renew(lease, startBy, Protocol.ProbeRequestedAt);
            else if (!worth.Contains(lease) || !IsActive)
                ReportProbeEnd(ticket, ProbeOutcome.Ignored, default, now, random: 0);
            else
                Keep(ticket, startBy, now);
        }
    }

    private void Keep(CallTicket probe, TimeSpan startBy, TimeSpan now)
    {
        // It is renewed an interval after it was asked for, however long the answer took: else it would be over before the next one comes.
        _pool.Add(probe, startBy, reserved: false, Protocol.ProbeRequestedAt);
        Protocol.AllowProbeRequest(now);
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
