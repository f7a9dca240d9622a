using Orleans.Concurrency;

namespace Failfast;

/// <summary>
/// A named circuit breaker, one for the whole cluster. Guard calls with the extension methods on this interface; the
/// methods below are the operator's, and take effect everywhere.
/// </summary>
/// <remarks>Each operator call waits until the change is written, and says in its answer if it could not be.</remarks>
[Alias("failfast.IBreakerGrain"), GrainInterfaceType("failfast.IBreakerGrain"), GenerateMethodSerializers(typeof(BreakerReference))]
public interface IBreakerGrain : IGrainWithStringKey
{
    /// <summary>Holds the breaker open until <see cref="Close"/> or <see cref="Reset"/>.</summary>
    /// <param name="reason">Why, for people: it is shown to every rejected caller. At most 1,024 characters.</param>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    [Alias("isolate"), AlwaysInterleave]
    Task<BreakerStatus> Isolate(string? reason = null);

    /// <summary>
    /// Holds the breaker open for a time. After that, as after a break, probes decide whether it closes.
    /// </summary>
    /// <param name="duration">For how long: from 1 second to 366 days. It goes on through restarts.</param>
    /// <param name="reason">Why, for people: it is shown to every rejected caller. At most 1,024 characters.</param>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of range.</exception>
    [Alias("isolateFor"), AlwaysInterleave]
    Task<BreakerStatus> IsolateFor(TimeSpan duration, string? reason = null);

    /// <summary>Closes the breaker and forgets its counts and breaks, whatever state it is in.</summary>
    [Alias("close"), AlwaysInterleave]
    Task<BreakerStatus> Close();

    /// <summary>Lets every call through and counts nothing until <see cref="Enable"/>.</summary>
    [Alias("disable"), AlwaysInterleave]
    Task<BreakerStatus> Disable();

    /// <summary>Ends <see cref="Disable"/>; changes nothing on a breaker that isn't disabled.</summary>
    [Alias("enable"), AlwaysInterleave]
    Task<BreakerStatus> Enable();

    /// <summary>
    /// Takes back whatever operators have said: ends isolation and disabling, goes back to the configured settings, closes the breaker and
    /// removes its row from storage.
    /// </summary>
    /// <remarks>
    /// A process that was cut off since before the reset, and is the only one left after a loss of all others, may still bring the earlier
    /// command back.
    /// </remarks>
    [Alias("reset"), AlwaysInterleave]
    Task<BreakerStatus> Reset();

    /// <summary>
    /// Replaces the breaker's settings on every host, until the next such call. Null goes back to what configuration says.
    /// </summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every error.</exception>
    [Alias("configure"), AlwaysInterleave]
    Task<BreakerStatus> Configure(BreakerSettings? settings);

    /// <summary>What the grain knows: state, counts, hosts, and whether the state is safely stored.</summary>
    [Alias("status"), AlwaysInterleave]
    Task<BreakerStatus> GetStatus();
}
