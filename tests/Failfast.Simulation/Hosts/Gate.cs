using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>What the next call reads first; like the real one, it is replaced only by turns.</summary>
internal sealed record Gate(HostView View, BreakerSettings Settings, Group Group);
