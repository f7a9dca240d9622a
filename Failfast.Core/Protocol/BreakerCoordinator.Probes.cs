using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>Who has a probe lease while the breaker is half-open.</summary>
internal sealed partial class BreakerCoordinator
{
    private ProbeQueue? _queue;

    // Most breakers never need one.
    private ProbeQueue Queue => _queue ??= new(timings);

    /// <summary>The leases that the host keeps, each renewed; else one for it, if there is one to have. If not, it waits.</summary>
    private List<ProbeLease> Lease(HostReport report, TimeSpan now, double random)
    {
        var (host, demand) = (report.Host, report.Demand);
        var usedAt = now + UsedIn(demand?.UsedIn);
        var leases = (demand?.Held ?? []).Take(Settings.HalfOpenPermits)
            .Select(number => Apply(new BreakerEvent.ProbeRenewed(host, number), now, random).Lease).OfType<ProbeLease>().ToList();
        var free = Settings.HalfOpenPermits - State.Probes.Count(lease => lease.Deadline > now);
        if (demand?.Wanted != false && (free <= 0 || Queue.OfferedToOthers(host, now) < free))
        {
            // Looking through the hosts is for the few that others are preferred to.
            var hasBetter = State.FailedProbers.Contains(host) && HasOther(now);
            long[]? known = demand is null ? null : [.. demand.Held, .. demand.Running];
            if (Apply(new BreakerEvent.ProbeRequested(host, hasBetter, known), now, random).Lease is { } granted)
                leases.Add(granted);
        }

        foreach (var lease in leases)
            Queue.Keep(host, lease.Number, usedAt);
        if (leases.Count == 0 && State.State == BreakerState.HalfOpen)
            Wait(host, demand, now);
        foreach (var lease in State.Probes)
            if (lease.Generation == State.Generation &&
                Queue.TryRecall(lease.Number, lease.Host, waiting => MayHave(waiting, now), (waiting, usedAt) => MayTake(waiting, lease.Host, usedAt, now), now))
                _effects = _effects with { Recall = [.. _effects.Recall, lease] };
        return leases;
    }

    private void Wait(Guid host, ProbeDemand? demand, TimeSpan now)
    {
        var (sooner, later) = (UsedIn(demand?.UsedIn), UsedIn(demand?.UsedLaterIn));
        TimeSpan? askedAt = demand?.AskedAt is { } at && Plausible.OwnTime(at) ? at : null;
        Queue.Wait(host, askedAt, now + (later > sooner ? later : sooner), now);
    }

    // What can't be true counts for nothing.
    private TimeSpan UsedIn(TimeSpan? told) => told > TimeSpan.Zero && told <= timings.SubscriptionDuration * 2 ? told.Value : TimeSpan.Zero;

    // A lease has become free: the first host that waits gets it, without having to ask again.
    private void PassOn(TimeSpan now, double random)
    {
        if (Queue.Next(waiting => MayHave(waiting, now), now) is not { } next)
            return;
        if (next.AskedAt is not { } askedAt)
        {
            Queue.Offer(next.Host, now);
            _effects = _effects with { Offer = next.Host };
        }
        else if (Apply(new BreakerEvent.ProbeRequested(next.Host), now, random).Lease is { } lease)
        {
            Queue.Keep(next.Host, lease.Number, next.UsedAt);
            var reply = new GrainReply { Snapshot = Snapshot(now), GrantedProbes = [Granted(lease, now)] };
            _effects = _effects with { Grant = new(next.Host, reply, askedAt + (now - next.RequestedAt)) };
        }
    }

    private static GrantedProbe Granted(ProbeLease lease, TimeSpan now) => new(lease.Generation, lease.Number, lease.Deadline - now);

    private bool MayHave(Guid host, TimeSpan now) =>
        now >= State.PreferOthersUntil || !State.FailedProbers.Contains(host) || !HasOther(now);

    // Whether a kept lease may be recalled for a waiting host. A host whose probes have failed gets none that a host without failed probes
    // keeps, for a while after the break: the longer, the more breaks in a row there were, so that a keeper that calls seldom has its turn
    // in the end. If the keeper would not use it within that while, it may be recalled at once.
    private bool MayTake(Guid waiting, Guid from, TimeSpan usedAt, TimeSpan now)
    {
        if (!MayHave(waiting, now))
            return false;
        if (!State.FailedProbers.Contains(waiting) || State.FailedProbers.Contains(from))
            return true;
        var wait = State.BreakLength > timings.ReportInterval ? State.BreakLength : timings.ReportInterval;
        var end = State.OpenUntil + TimeSpan.FromTicks((long)Math.Min(wait.Ticks * (double)Math.Max(1, State.Breaks), timings.SubscriptionDuration.Ticks * 1.25));
        return now >= end || usedAt > end;
    }

    // Somebody else to probe, heard lately.
    private bool HasOther(TimeSpan now)
    {
        var lately = Settings.SamplingDuration > timings.LeaseDuration * 3 ? Settings.SamplingDuration : timings.LeaseDuration * 3;
        return Hosts.HasOther(State.FailedProbers, now - lately);
    }
}
