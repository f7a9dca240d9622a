using Orleans.Concurrency;

namespace Failfast;

/// <summary>
/// A named circuit breaker, one for the whole cluster. Guard calls with the extension methods on this interface; its own methods
/// are for operators and take effect on every host.
/// </summary>
/// <remarks>
/// Each operator call is in force in the grain and in the calling process when it returns, and is pushed to all other processes meanwhile: they
/// follow within about one network hop, at the latest with the reply to their next report. It waits until the change is stored, at most
/// 10 s; <see cref="BreakerStatus.Durability"/> of the result says if it could not be, and the grain goes on trying. A grain that can't be
/// reached throws as any grain call does, and the command may have taken effect or not. All commands may be repeated.
/// </remarks>
[Alias("failfast.IBreakerGrain"), GrainInterfaceType("failfast.IBreakerGrain"), GenerateMethodSerializers(typeof(BreakerReference))]
public interface IBreakerGrain : IGrainWithStringKey
{
    /// <summary>Holds the breaker open until <see cref="Close"/> or <see cref="Reset"/>.</summary>
    /// <param name="reason">Why, in words for people: every rejected caller sees it. At most 1,024 characters.</param>
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

    /// <summary>Closes the breaker on every host and forgets its counts and breaks, whatever state it is in.</summary>
    [Alias("close"), AlwaysInterleave]
    Task<BreakerStatus> Close();

    /// <summary>Lets every call through on every host, and counts nothing, until <see cref="Enable"/>.</summary>
    [Alias("disable"), AlwaysInterleave]
    Task<BreakerStatus> Disable();

    /// <summary>Closes a disabled breaker; changes nothing on any other.</summary>
    [Alias("enable"), AlwaysInterleave]
    Task<BreakerStatus> Enable();

    /// <summary>
    /// Undoes every command of operators: ends isolation and disabling, goes back to the configured settings, closes the breaker and
    /// removes its row from storage.
    /// </summary>
    /// <remarks>
    /// If the breaker's grain and every process that heard of the reset are lost, a process that did not hear of it can restore an earlier
    /// command.
    /// </remarks>
    [Alias("reset"), AlwaysInterleave]
    Task<BreakerStatus> Reset();

    /// <summary>
    /// Replaces the breaker's settings on every host, until the next such call or <see cref="Reset"/>; they outlast restarts. Null restores
    /// the settings from configuration.
    /// </summary>
    /// <param name="settings">All of them, in force as they are: change a copy of those that <see cref="GetStatus"/> returns.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every error.</exception>
    [Alias("configure"), AlwaysInterleave]
    Task<BreakerStatus> Configure(BreakerSettings? settings);

    /// <summary>
    /// Returns what the grain knows: state, counts of all hosts, the hosts, and whether the state is safely stored. Counts are behind by up to
    /// <see cref="FailfastOptions.ReportInterval"/> while calls succeed.
    /// </summary>
    [Alias("status"), AlwaysInterleave]
    Task<BreakerStatus> GetStatus();

    /// <summary>What <see cref="GetStatus"/> says, and the last transitions and what each host has seen.</summary>
    [Alias("details"), AlwaysInterleave]
    Task<BreakerDetails> GetDetails();
}
