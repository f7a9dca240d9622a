using Failfast.Protocol;

namespace Failfast.Machine;

/// <summary>Everything a rule may know besides the state and the event.</summary>
/// <param name="Now">Monotonic time since an arbitrary origin.</param>
/// <param name="Random">From 0 up to, not including, 1.</param>
internal readonly record struct Moment(
    TimeSpan Now, double Random, BreakerSettings Settings, ProtocolTimings Timings);
