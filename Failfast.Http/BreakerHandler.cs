using Failfast.CallShapes;
using Failfast.Http;
using Failfast.Local;

namespace Failfast;

/// <summary>
/// Guards the calls of an <see cref="HttpClient"/>. A failed response reaches the caller like any other; a rejected call throws
/// <see cref="BreakerOpenException"/>, which the usual retry strategies do not repeat.
/// </summary>
/// <remarks>
/// Failures are exceptions, the statuses 5xx and 408, and calls that wait longer than <see cref="HttpBreakerOptions.SlowCallDuration"/>. The
/// status 429 counts nothing: the service answers, but says nothing of its health. Every other response is a success. Once
/// the caller's token is cancelled, the call is not counted, unless it was slow by then.
/// <para>
/// <c>ShouldHandle</c> and <c>Ignore</c> of <see cref="FailfastOptions"/> see the call's exceptions and, for a failing status, the
/// <see cref="HttpRequestException"/> with that status which <c>EnsureSuccessStatusCode</c> would throw. A rule by
/// <c>ShouldHandleResult&lt;HttpResponseMessage&gt;</c> can make any other response a failure.
/// </para>
/// </remarks>
public sealed class BreakerHandler : DelegatingHandler
{
    private readonly Func<HttpRequestMessage, IBreakerGrain> _breaker;
    private readonly HttpBreakerOptions _options;
    private readonly ClientTimeout? _timeout;

    /// <summary>Creates a handler that guards all calls by one breaker.</summary>
    /// <param name="breaker">The breaker, from <c>grains.GetBreaker</c> or <c>grains.GetGrain</c>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BreakerHandler(IBreakerGrain breaker, HttpBreakerOptions? options = null)
        : this(_ => breaker, options, null) => ArgumentNullException.ThrowIfNull(breaker);

    /// <summary>Creates a handler that guards each call by the breaker that is chosen for it.</summary>
    /// <param name="breaker">Chooses the breaker. Its own exceptions go to the caller.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BreakerHandler(Func<HttpRequestMessage, IBreakerGrain> breaker, HttpBreakerOptions? options = null)
        : this(breaker, options, null)
    {
    }

    internal BreakerHandler(Func<HttpRequestMessage, IBreakerGrain> breaker, HttpBreakerOptions? options, ClientTimeout? timeout, object? naming = null)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        (_breaker, _options, _timeout, Naming) = (breaker, (options ?? new()).Checked(), timeout, naming);
    }

    /// <summary><see cref="RequestNaming.Identity"/>, where the handler comes from <c>AddFailfastBreaker</c>.</summary>
    internal object? Naming { get; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (admitted, rejection) = await Enter(request, cancellationToken).ConfigureAwait(false);
        if (admitted is null)
            return Reject(request, rejection);
        using var guarded = admitted;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, guarded.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            if (guarded.Failed(error) is { } instead)
                throw instead;
            throw;
        }

        return guarded.Answered(response);
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Completed already unless the grain must be asked, and then soon.
        var (admitted, rejection) = Enter(request, cancellationToken).AsTask().GetAwaiter().GetResult();
        if (admitted is null)
            return Reject(request, rejection);
        using var guarded = admitted;
        HttpResponseMessage response;
        try
        {
            response = base.Send(request, guarded.Token);
        }
        catch (Exception error)
        {
            if (guarded.Failed(error) is { } instead)
                throw instead;
            throw;
        }

        return guarded.Answered(response);
    }

    private async ValueTask<(GuardedRequest? Admitted, BreakerRejection Rejection)> Enter(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var breaker = BreakerLookup.Find(_breaker(request));
        var entered = breaker.Clock.Now;
        var (call, rejection) = await StagedCall.EnterAsync(breaker, cancellationToken).ConfigureAwait(false);
        if (call is null)
            return (null, rejection);
        var limit = _options.SlowCallDuration + UploadTime.Of(request.Content);
        call.Start(_timeout is null ? limit : _timeout.Limit(limit, spent: breaker.Clock.Now - entered));
        return (new GuardedRequest(call, request, _options.CountUntil, cancellationToken), default);
    }

    private HttpResponseMessage Reject(HttpRequestMessage request, BreakerRejection rejection) =>
        _options.RejectWithResponse ? RejectedResponse.Of(request, rejection) : throw rejection.ToException();
}
