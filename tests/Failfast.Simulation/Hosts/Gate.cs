using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>What the next call reads first; stale until something turns the breaker, as the real one is.</summary>
internal sealed record Gate(HostView View, BreakerSettings Settings, Group Group);
