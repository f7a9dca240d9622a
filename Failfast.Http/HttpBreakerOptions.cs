namespace Failfast;

/// <summary>How an HTTP client's calls are counted and rejected.</summary>
public sealed class HttpBreakerOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>
    /// A call that waits longer for its headers is slow, and a failure from that moment, even while it still hangs. With
    /// <see cref="Failfast.CountUntil.Body"/> the same holds for each wait for a further part of the body. Where the breaker's own
    /// <see cref="BreakerSettings.SlowCallDuration"/> is set, that applies instead, in the same way.
    /// </summary>
    /// <value>
    /// 4 s; 1 ms to 1 hour, or null for no limit. Never more than three quarters of the client's own <see cref="HttpClient.Timeout"/>, if the client
    /// comes from the factory: later the call would be cancelled already. A request's body adds a second for each 256 KiB, if its length
    /// is known.
    /// </value>
    /// <remarks>
    /// A time-out around the handler, <see cref="HttpClient.Timeout"/> or one of an attempt, cancels the call exactly as a caller does that
    /// has lost interest, and such calls are not counted. So a hang must be seen before. 4 s is below the usual time-outs of 5 s and
    /// 10 s (which the standard resilience handler gives an attempt), and longer than a healthy service takes to begin its answer.
    /// </remarks>
    public TimeSpan? SlowCallDuration { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How much of a call is counted.</summary>
    /// <value><see cref="Failfast.CountUntil.Headers"/>.</value>
    public CountUntil CountUntil { get; set; }

    /// <summary>
    /// Whether a rejected call gets a response with status 503, made here, instead of a <see cref="BreakerOpenException"/>. Its
    /// <c>Retry-After</c> says when to try again. A retry strategy may then repeat rejected calls.
    /// </summary>
    /// <value>False.</value>
    public bool RejectWithResponse { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    internal HttpBreakerOptions Checked()
    {
        if (SlowCallDuration is { } slow && (slow < Shortest || slow > Longest))
            throw new ArgumentOutOfRangeException(
                nameof(SlowCallDuration), slow, $"HttpBreakerOptions.SlowCallDuration must be from 1 ms to 1 hour; set null for no limit.");
        if (!Enum.IsDefined(CountUntil))
            throw new ArgumentOutOfRangeException(
                nameof(CountUntil), CountUntil, "HttpBreakerOptions.CountUntil must be Headers or Body.");
        return new() { SlowCallDuration = SlowCallDuration, CountUntil = CountUntil, RejectWithResponse = RejectWithResponse };
    }
}
