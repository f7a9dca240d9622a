namespace Failfast;

/// <summary>How a guarded call has ended, for <see cref="FailfastOptions.RetryAfter"/>: with an exception or with a result.</summary>
public readonly struct EndedCall
{
    internal EndedCall(Exception? exception, object? result) => (Exception, Result) = (exception, result);

    /// <summary>What the call has thrown; null if it has a result.</summary>
    public Exception? Exception { get; }

    /// <summary>What the call has returned; null if it has thrown.</summary>
    public object? Result { get; }
}
