using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>What the next call reads first; stale until something turns the breaker, as the real one is.</summary>
internal sealed class Gate(HostView view, TimeSpan rejectUntil, Group group)
{
    public HostView View { get; } = view;

    public TimeSpan RejectUntil { get; } = rejectUntil;

    public Group Group { get; } = group;
}
