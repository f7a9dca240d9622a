using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast;

/// <summary>
/// The observers that a breaker's grain pushes to. None is ever awaited: a dead one would hold the grain for half a minute.
/// </summary>
internal sealed class HostObservers(string breaker)
{
    private const int Few = 64;

    private readonly Dictionary<Guid, IBreakerObserver> _observers = [];

    /// <summary>Adds a host's observer. The coordinator must know the host already, since unknown ones are dropped.</summary>
    public void Add(HostReport report, HostTable hosts)
    {
        if (report.Observer is not { } observer)
            return;
        _observers[report.Host] = observer;
        // A breaker that never changes never pushes, so hosts that are gone are dropped here too.
        if (_observers.Count > Few + (2 * hosts.Count))
            DropGone(hosts);
    }

    public void Send(in CoordinatorEffects effects, BreakerCoordinator coordinator, TimeSpan now)
    {
        if (effects.Publish)
            Push(coordinator, now);
        foreach (var silent in effects.RequestReports)
            if (_observers.TryGetValue(silent, out var observer))
                observer.RequestReport(breaker).Ignore();
        foreach (var lease in effects.Recall)
            if (_observers.TryGetValue(lease.Host, out var holder))
                holder.Recall(breaker, lease.Number).Ignore();
        if (effects.Grant is { } grant && _observers.TryGetValue(grant.Host, out var granted))
            granted.Grant(breaker, grant.Reply, grant.At).Ignore();
        if (effects.Offer is { } next && _observers.TryGetValue(next, out var waiting))
            waiting.Offer(breaker).Ignore();
    }

    private void Push(BreakerCoordinator coordinator, TimeSpan now)
    {
        var snapshot = coordinator.Snapshot(now);
        foreach (var host in coordinator.Hosts.Subscribers(now))
            if (_observers.TryGetValue(host, out var observer))
                observer.Push(breaker, snapshot).Ignore();
        DropGone(coordinator.Hosts);
    }

    private void DropGone(HostTable hosts)
    {
        foreach (var gone in _observers.Keys.Where(host => !hosts.Knows(host)).ToList())
            _observers.Remove(gone);
    }
}
