using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>Applies messages of the grain. A null reply means that none came in time.</summary>
internal sealed partial class HostSession
{
    public void OnPush(GrainSnapshot snapshot, TimeSpan now)
    {
        _hasNews = true;
        Protocol.Apply(snapshot, now);
    }

    /// <summary>
    /// The grain has answered an operator in this process. An activation that has not seen this host's snapshot may know less than the
    /// host: then the host reports first, unless a later command outranks what it remembers.
    /// </summary>
    public void OnAnswer(GrainSnapshot snapshot, TimeSpan now)
    {
        if (Protocol.LastSnapshot is not { } heard || heard.Stamp.Incarnation == snapshot.Stamp.Incarnation || snapshot.CommandRevision > heard.CommandRevision)
            OnPush(snapshot, now);
        else
            Prefetch(now);
    }

    /// <summary>The cluster's members have changed, so that the grain may be elsewhere.</summary>
    public void OnClusterChanged() => Protocol.TryAgain();

    /// <summary>The grain requests a report now.</summary>
    public void OnReportRequested() => Protocol.ReportRequested();

    public void OnReportReply(GrainReply? reply, TimeSpan now)
    {
        _hasNews = true;
        if (reply is null)
        {
            Protocol.ReportUnanswered(now);
            return;
        }

        _roundTrip = now - _reportedAt;
        Protocol.ReportAnswered(reply, now);
    }

    /// <summary>A probe lease has become free, and this host is the next that may request it.</summary>
    public void OnOffer(TimeSpan now) => _wantsProbe |= _requestsProbe |= _arrivals.AreExpected(now) && Protocol.TryRequestProbeAtOnce(now);

    /// <summary>Another host would use the lease sooner.</summary>
    public void OnRecall(long number, TimeSpan now)
    {
        _pool.Recall(number);
        GiveBackUseless(now);
    }

    /// <summary>Keeps the granted leases for waiting and coming calls; returns those that are of no use here.</summary>
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
        Receive(reply, worth, Protocol.ProbeRequestedAt, now);
    }

    /// <summary>The grain grants a lease that has become free, in answer to an earlier request.</summary>
    /// <param name="reply">What the request would be answered now.</param>
    /// <param name="at">When it was granted, in this host's time, or earlier.</param>
    /// <param name="now">Monotonic time.</param>
    public void OnGrant(GrainReply reply, TimeSpan at, TimeSpan now)
    {
        _hasNews = true;
        Receive(reply, Protocol.ProbesGranted(reply, now), at < now ? at : now, now);
    }

    // A lease's time runs from the request: the message may have been slow, or the process suspended.
    private void Receive(GrainReply reply, IReadOnlyList<GrantedProbe> worth, TimeSpan from, TimeSpan now)
    {
        foreach (var lease in reply.GrantedProbes)
        {
            var startBy = from + lease.EndsIn - ProbeTimes.Limit(Settings) - (_timings.ReportInterval / 5);
            // A lease that was listed in the request but is no longer kept has been used since.
            if (_shown.Contains(lease.Number))
                _pool.Renew(lease, startBy, from);
            else if (_received.IsNew(lease))
                Keep(new CallTicket(CallTicket.NotCounted, 0, lease), worth.Contains(lease) && IsActive, startBy, from, now);
        }
    }

    private void Keep(CallTicket probe, bool isUseful, TimeSpan startBy, TimeSpan from, TimeSpan now)
    {
        if (!isUseful)
        {
            ReportProbeEnd(probe, ProbeOutcome.Ignored, default, now, random: 0);
            return;
        }

        // Renewal is due an interval after the request, however long the reply took: otherwise the lease could expire first.
        _pool.Add(probe, startBy, reserved: false, from);
        Protocol.AllowProbeRequest(now);
    }

    public void OnProbeEndReply(ProbeReport report, GrainReply? reply, TimeSpan now)
    {
        _hasNews = true;
        if (reply is null)
        {
            _endings.Unanswered(report, now);
            return;
        }

        _endings.Answered(report);
        Protocol.Replied(reply, now);
    }
}
