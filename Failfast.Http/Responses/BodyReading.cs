using Failfast.CallShapes;
using Failfast.Protocol;

namespace Failfast.Http;

/// <summary>
/// Counts the rest of a call whose headers have arrived: each wait for a part of the body, and the end. A body may be disposed while
/// it is being read, therefore the lock.
/// </summary>
internal sealed class BodyReading(StagedCall call) : IDisposable
{
    private readonly Lock _lock = new();
    private bool _isWaiting;
    private bool _isEnded;

    // A response that its caller drops without disposing it would be in flight for ever.
    ~BodyReading()
    {
        if (!_isEnded)
            ThreadPool.UnsafeQueueUserWorkItem(static call => call.End(CallOutcome.Success), call, preferLocal: false);
    }

    public void BeginRead()
    {
        lock (_lock)
        {
            if (_isEnded)
                return;
            _isWaiting = true;
            call.BeginWait();
        }
    }

    /// <summary>A read has ended.</summary>
    /// <param name="isLast">Whether nothing is left.</param>
    public void EndRead(bool isLast)
    {
        lock (_lock)
        {
            _isWaiting = false;
            call.EndWait();
        }

        if (isLast)
            End(CallOutcome.Success);
    }

    /// <summary>A read has failed.</summary>
    public void Failed(Exception error, CancellationToken cancellationToken) => End(call.Judge(error, cancellationToken), error);

    /// <summary>The caller is done with the body. If it does not wait for a read, that is no fault of the service's.</summary>
    public void Dispose()
    {
        End(Volatile.Read(ref _isWaiting) ? CallOutcome.GivenUp : CallOutcome.Success);
        GC.SuppressFinalize(this);
    }

    private void End(CallOutcome outcome, Exception? error = null)
    {
        lock (_lock)
        {
            if (_isEnded)
                return;
            _isEnded = true;
            call.End(outcome, error);
        }
    }
}
