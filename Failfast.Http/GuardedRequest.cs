using Failfast.CallShapes;
using Failfast.Protocol;

namespace Failfast.Http;

/// <summary>One admitted request: cuts it short after <see cref="BreakerSettings.CallTimeout"/>, and counts its end.</summary>
internal sealed class GuardedRequest : IDisposable
{
    private readonly StagedCall _call;
    private readonly HttpRequestMessage _request;
    private readonly CountUntil _until;
    private readonly CancellationToken _callers;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _either;

    public GuardedRequest(StagedCall call, HttpRequestMessage request, CountUntil until, CancellationToken callers)
    {
        (_call, _request, _until, _callers) = (call, request, until, callers);
        if (call.Timeout is not { } timeout)
            return;
        _deadline = new CancellationTokenSource(timeout, call.Time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(callers, _deadline.Token);
    }

    /// <summary>The token for the request.</summary>
    public CancellationToken Token => _either?.Token ?? _callers;

    /// <summary>The headers have arrived.</summary>
    /// <returns>The response for the caller.</returns>
    public HttpResponseMessage Answered(HttpResponseMessage response)
    {
        _call.EndWait();
        var outcome = ResponseOutcome.Of(_call, response);
        if (outcome == CallOutcome.Success && _call.IsCounted && _until == CountUntil.Body && CountedContent.IsWanted(_request, response))
            response.Content = new CountedContent(response.Content, new BodyReading(_call));
        else
            _call.End(outcome);
        return response;
    }

    /// <summary>The request has failed.</summary>
    /// <returns>What the caller gets instead; null for the error itself.</returns>
    public Exception? Failed(Exception error)
    {
        var isCancelled = error is OperationCanceledException && _either is not null;
        if (isCancelled && _deadline!.IsCancellationRequested && !_callers.IsCancellationRequested)
            return _call.EndByTimeout();
        _call.End(_call.Judge(error, _callers), error);
        // The caller knows its own token, not the one that the request was given instead.
        return isCancelled && _callers.IsCancellationRequested ? new TaskCanceledException(error.Message, error, _callers) : null;
    }

    public void Dispose()
    {
        _either?.Dispose();
        _deadline?.Dispose();
    }
}
