namespace Failfast.Machine;

/// <summary>Everything a rule may know besides the state and the event.</summary>
/// <param name="Now">Monotonic time since an arbitrary origin.</param>
/// <param name="Random">From 0 up to, not including, 1.</param>
/// <param name="CauseOf">The commonest cause of the failures that some hosts have seen lately; null if nobody can say.</param>
internal readonly record struct Moment(
    TimeSpan Now, double Random, BreakerSettings Settings, ProtocolTimings Timings, Func<IEnumerable<Guid>, string?>? CauseOf = null);
