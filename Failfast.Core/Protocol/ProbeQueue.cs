using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// Who waits for a probe lease, and when those who keep one expect to use it. A lease belongs where it will be used first: a host
/// that would use it sooner than the one that keeps it has it recalled.
/// </summary>
internal sealed class ProbeQueue(ProtocolTimings timings)
{
    // Two hosts that would use it at about the same time don't take it from each other.
    private static readonly TimeSpan Sooner = TimeSpan.FromMilliseconds(50);

    // Calls come a little late. After that the call which the lease was kept for is not coming.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Guid, (TimeSpan RequestedAt, TimeSpan UsedAt)> _waiting = [];
    private readonly Dictionary<long, TimeSpan> _kept = [];
    private readonly Dictionary<Guid, TimeSpan> _offered = [];
    private readonly Dictionary<Guid, TimeSpan> _returned = [];

    /// <summary>The host has asked, and found none.</summary>
    public void Wait(Guid host, TimeSpan usedAt, TimeSpan now)
    {
        var isIdle = _returned.TryGetValue(host, out var returned) && now - returned < timings.ReportInterval * 2;
        _waiting[host] = (now, isIdle ? usedAt + timings.SubscriptionDuration : usedAt);
    }

    /// <summary>The host has given a lease back that it did not use: others come before it for a while.</summary>
    public void Returned(Guid host, TimeSpan now) => _returned[host] = now;

    /// <summary>The host has a lease, and expects to use it then.</summary>
    public void Keep(Guid host, long number, TimeSpan usedAt)
    {
        _waiting.Remove(host);
        _offered.Remove(host);
        // Renewing it puts nothing off: it is kept for the call that was expected first.
        _kept.TryAdd(number, usedAt);
    }

    public void Ended(long number) => _kept.Remove(number);

    public void Clear()
    {
        _waiting.Clear();
        _kept.Clear();
        _offered.Clear();
        _returned.Clear();
    }

    /// <summary>The host to offer a free lease to; each waits until it has asked again.</summary>
    public Guid? Next(Func<Guid, bool> may, TimeSpan now)
    {
        if (First(may, now) is not { } next)
            return null;
        _waiting.Remove(next.Host);
        _offered[next.Host] = now + (timings.ReportInterval * 2);
        return next.Host;
    }

    /// <summary>Leases that are free, but offered to other hosts who are about to ask.</summary>
    public int OfferedToOthers(Guid host, TimeSpan now) => _offered.Count(offer => offer.Key != host && now < offer.Value);

    /// <summary>Whether the host that keeps this lease is to give it back to one that waits.</summary>
    /// <param name="number">Of the lease.</param>
    /// <param name="holder">Its host.</param>
    /// <param name="may">Which of those that wait may have a lease at all.</param>
    /// <param name="mayTake">Which may take it from that host, whose call is expected then.</param>
    /// <param name="now">Monotonic time.</param>
    public bool TryRecall(long number, Guid holder, Func<Guid, bool> may, Func<Guid, TimeSpan, bool> mayTake, TimeSpan now)
    {
        if (!_kept.TryGetValue(number, out var usedAt))
            return false;
        var isExpected = now <= usedAt + Late + timings.ReportInterval;
        if (First(host => host != holder && (isExpected ? mayTake(host, usedAt) : may(host)), now) is not { } next
            || (next.UsedAt + Sooner >= usedAt && usedAt + Late >= now))
            return false;
        // Once: if its call has begun there is nothing to recall, and if the question was lost the next renewal brings another.
        _kept.Remove(number);
        return true;
    }

    private (Guid Host, TimeSpan UsedAt)? First(Func<Guid, bool> may, TimeSpan now)
    {
        (Guid Host, TimeSpan UsedAt)? first = null;
        List<Guid>? gone = null;
        foreach (var (host, (requestedAt, usedAt)) in _waiting)
        {
            // They ask again each interval.
            if (now - requestedAt > timings.ReportInterval * 3)
                (gone ??= []).Add(host);
            else if ((first is null || usedAt < first.Value.UsedAt) && may(host))
                first = (host, usedAt);
        }

        gone?.ForEach(host => _waiting.Remove(host));
        return first;
    }
}
