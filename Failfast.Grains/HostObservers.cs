using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast;

/// <summary>
/// The hosts that a breaker's grain tells of changes. None is ever waited for: one that is gone would hold the grain for half a
/// minute.
/// </summary>
internal sealed class HostObservers(string breaker)
{
    private const int Few = 64;

    private readonly Dictionary<Guid, IBreakerObserver> _observers = [];

    /// <summary>Once the coordinator knows the host: those it does not know are dropped.</summary>
    public void Add(HostReport report, HostTable hosts)
    {
        if (report.Observer is not { } observer)
            return;
        _observers[report.Host] = observer;
        // A breaker that never changes never pushes, and hosts come and go.
        if (_observers.Count > Few + (2 * hosts.Count))
            DropGone(hosts);
    }

    public void Tell(in CoordinatorEffects effects, BreakerCoordinator coordinator, TimeSpan now)
    {
        if (effects.Publish)
            Push(coordinator, now);
        foreach (var silent in effects.RequestReports)
            if (_observers.TryGetValue(silent, out var observer))
                observer.RequestReport(breaker).Ignore();
        foreach (var lease in effects.Recall)
            if (_observers.TryGetValue(lease.Host, out var holder))
                holder.Recall(breaker, lease.Number).Ignore();
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
