using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// The hosts that wait for a probe lease, and when the hosts that keep one expect to use it. A lease goes to the host that would use it
/// first: it is recalled from a host that would use it later.
/// </summary>
internal sealed class ProbeQueue(ProtocolTimings timings)
{
    // Hosts that would use a lease at about the same time must not take it from each other.
    private static readonly TimeSpan Sooner = TimeSpan.FromMilliseconds(50);

    // How late the call that a lease is kept for may be; after that it is not expected any more.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Guid, WaitingHost> _waiting = [];
    private readonly Dictionary<long, TimeSpan> _kept = [];
    private readonly Dictionary<Guid, TimeSpan> _offered = [];
    private readonly Dictionary<Guid, TimeSpan> _returned = [];

    /// <summary>The host has requested a lease, and none was free.</summary>
    public void Wait(Guid host, TimeSpan? askedAt, TimeSpan usedAt, TimeSpan now)
    {
        var isIdle = _returned.TryGetValue(host, out var returned) && now - returned < timings.ReportInterval * 2;
        _waiting[host] = new(host, now, askedAt, usedAt, isIdle ? usedAt + timings.SubscriptionDuration : usedAt);
    }

    /// <summary>The host has returned a lease unused: other hosts come first for a while.</summary>
    public void Returned(Guid host, TimeSpan now) => _returned[host] = now;

    /// <summary>The host has a lease and expects to use it at that time.</summary>
    public void Keep(Guid host, long number, TimeSpan usedAt)
    {
        _waiting.Remove(host);
        _offered.Remove(host);
        // A renewal does not postpone this: the first expected time counts.
        _kept.TryAdd(number, usedAt);
    }

    public void Ended(long number) => _kept.Remove(number);

    /// <summary>Takes the host that a free lease must go to; it waits again only after its next request.</summary>
    public WaitingHost? Next(Func<Guid, bool> may, TimeSpan now)
    {
        if (First(may, now) is not { } next)
            return null;
        _waiting.Remove(next.Host);
        return next;
    }

    /// <summary>A free lease is reserved for the host until its request comes.</summary>
    public void Offer(Guid host, TimeSpan now) => _offered[host] = now + (timings.ReportInterval * 2);

    /// <summary>The number of free leases that are offered to other hosts, whose requests are expected.</summary>
    public int OfferedToOthers(Guid host, TimeSpan now) => _offered.Count(offer => offer.Key != host && now < offer.Value);

    /// <summary>Recalls a lease, if a waiting host should have it instead of the one that keeps it. Returns whether it did.</summary>
    /// <param name="number">The lease's number.</param>
    /// <param name="holder">The host that keeps it.</param>
    /// <param name="may">Whether a waiting host may have a lease at all.</param>
    /// <param name="mayTake">Whether a waiting host may take it from the holder, which expects to use it at the given time.</param>
    /// <param name="now">Monotonic time.</param>
    public bool TryRecall(long number, Guid holder, Func<Guid, bool> may, Func<Guid, TimeSpan, bool> mayTake, TimeSpan now)
    {
        if (!_kept.TryGetValue(number, out var usedAt))
            return false;
        var isExpected = now <= usedAt + Late + timings.ReportInterval;
        if (First(host => host != holder && (isExpected ? mayTake(host, usedAt) : may(host)), now) is not { } next
            || (next.Rank + Sooner >= usedAt && usedAt + Late >= now))
            return false;
        // Only once: if the call has begun there is nothing to recall, and if the message was lost the next renewal causes another.
        _kept.Remove(number);
        return true;
    }

    private WaitingHost? First(Func<Guid, bool> may, TimeSpan now)
    {
        WaitingHost? first = null;
        List<Guid>? gone = null;
        foreach (var waiting in _waiting.Values)
        {
            // Waiting hosts repeat their request each interval; one that stops is dropped.
            if (now - waiting.RequestedAt > timings.ReportInterval * 3)
                (gone ??= []).Add(waiting.Host);
            else if ((first is null || waiting.Rank < first.Value.Rank) && may(waiting.Host))
                first = waiting;
        }

        gone?.ForEach(host => _waiting.Remove(host));
        return first;
    }
}
