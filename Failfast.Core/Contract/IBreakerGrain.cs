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
    /// <summary>Holds the breaker open until <see cref="Close"/>.</summary>
    /// <param name="reason">Why, for people: it is shown to every rejected caller. At most 1,024 characters.</param>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    [Alias("isolate"), AlwaysInterleave]
    Task<BreakerStatus> Isolate(string? reason = null);

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
    /// Replaces the breaker's settings on every host, until the next such call. Null goes back to what configuration says.
    /// </summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every error.</exception>
    [Alias("configure"), AlwaysInterleave]
    Task<BreakerStatus> Configure(BreakerSettings? settings);

    /// <summary>What the grain knows: state, counts, hosts, and whether the state is safely stored.</summary>
    [Alias("status"), AlwaysInterleave]
    Task<BreakerStatus> GetStatus();

    /// <summary>What <see cref="GetStatus"/> says, and the last transitions and what each host has seen.</summary>
    [Alias("details"), AlwaysInterleave]
    Task<BreakerDetails> GetDetails();
}
