using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast;

/// <summary>Builds the status that operators read.</summary>
internal static class StatusReport
{
    public static BreakerStatus Of(
        string name, BreakerCoordinator coordinator, BreakerDurability durability, string? storageError, TimeSpan now)
    {
        var state = coordinator.State;
        var settings = coordinator.Settings;
        var total = state.Window.Total(now, settings.SamplingDuration);
        return new BreakerStatus
        {
            Snapshot = Snapshot(name, state, settings, now),
            Durability = durability,
            StorageError = storageError,
            Calls = total.Calls,
            Failures = total.Failures,
            SlowCalls = total.Slow,
            ConsecutiveFailures = state.Run,
            Probes = state.Probes.Count(probe => probe.Deadline > now),
            Hosts = Names(coordinator.Hosts.Subscribers(now)),
            SettingsAreOverridden = coordinator.IsOverridden,
            ConfiguredSettings = coordinator.Configured,
            FailureCauses = coordinator.Causes(now),
            Published = coordinator.Snapshot(now),
            FailingHosts = Names(state.FailingHosts.Where(host => now - host.Value < settings.SamplingDuration).Select(host => host.Key)),
        };

        List<string> Names(IEnumerable<Guid> hosts) => [.. hosts.Select(coordinator.Hosts.NameOf).Order(StringComparer.Ordinal)];
    }

    private static BreakerSnapshot Snapshot(string name, MachineState state, BreakerSettings settings, TimeSpan now)
    {
        var effective = state.Effective(settings, now);
        return new BreakerSnapshot
        {
            Name = name,
            State = effective,
            Generation = state.Generation,
            RetryAfter = state.RetryAfter(effective, now),
            Breaks = state.Breaks,
            Reason = state.Reason,
            Settings = settings,
        };
    }
}
