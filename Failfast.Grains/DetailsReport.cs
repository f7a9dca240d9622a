using Failfast.Protocol;

namespace Failfast;

/// <summary>Puts what the grain knows of its hosts into the words that operators read.</summary>
internal static class DetailsReport
{
    public static List<BreakerHost> Hosts(BreakerCoordinator coordinator, TimeSpan now)
    {
        var (state, window) = (coordinator.State, coordinator.Settings.SamplingDuration);
        return
        [
            .. coordinator.Hosts.All.Select(host => new BreakerHost
            {
                Name = host.Record.Name,
                Calls = host.Record.Counted.Calls,
                Failures = host.Record.Counted.Failures,
                SlowCalls = host.Record.Counted.Slow,
                HeardAgo = now > host.Record.LastHeard ? now - host.Record.LastHeard : TimeSpan.Zero,
                IsFailing = state.FailingHosts.TryGetValue(host.Id, out var failed) && now - failed < window,
                FailureCauses = [.. host.Record.Causes(now, window)],
                Rejections = host.Record.Rejections,
            }).OrderBy(host => host.Name, StringComparer.Ordinal),
        ];
    }
}
