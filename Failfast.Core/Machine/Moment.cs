namespace Failfast.Machine;

/// <summary>What a rule may use besides the state and the event.</summary>
/// <param name="Now">Monotonic time since an arbitrary origin.</param>
/// <param name="Random">From 0 up to, not including, 1.</param>
/// <param name="CauseOf">The most frequent cause of the recent failures of some hosts; null if unknown.</param>
/// <param name="RetryAt">When the dependency wants to be called again, as it has said itself; the past if it has not.</param>
internal readonly record struct Moment(
    TimeSpan Now, double Random, BreakerSettings Settings, ProtocolTimings Timings, Func<IEnumerable<Guid>, string?>? CauseOf = null,
    TimeSpan RetryAt = default);
