using Failfast.Host;

namespace Failfast;

/// <summary>Why a call was rejected without being run.</summary>
public readonly struct BreakerRejection : IEquatable<BreakerRejection>
{
    private readonly Gate? _gate;
    private readonly BreakerOpenException? _exception;

    internal BreakerRejection(Gate gate) => _gate = gate;

    internal BreakerRejection(BreakerOpenException exception) => _exception = exception;

    /// <summary>The breaker that rejected the call.</summary>
    public string BreakerName => _gate?.Breaker.Name ?? _exception?.BreakerName ?? "";

    /// <summary>Its state.</summary>
    public BreakerState State => _gate is null ? _exception?.State ?? default : _gate.View.StateAt(_gate.Breaker.Clock.Now);

    /// <summary>When to try again, seen from now; null when only an operator can say.</summary>
    public TimeSpan? RetryAfter =>
        _gate is null ? _exception?.RetryAfter : _gate.View.RetryAfterAt(_gate.Breaker.Clock.Now);

    /// <summary>Why the breaker is in this state, for people.</summary>
    public string? Reason => _gate is null ? _exception?.Reason : _gate.View.Reason;

    /// <summary>The exception that <c>Guard</c> would have thrown.</summary>
    public BreakerOpenException ToException() => _exception ?? new(BreakerName, State, RetryAfter, Reason);

    /// <inheritdoc/>
    public bool Equals(BreakerRejection other) => _gate == other._gate && _exception == other._exception;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BreakerRejection other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_gate, _exception);

    /// <summary>Whether both are the same rejection.</summary>
    public static bool operator ==(BreakerRejection left, BreakerRejection right) => left.Equals(right);

    /// <summary>Whether they are different rejections.</summary>
    public static bool operator !=(BreakerRejection left, BreakerRejection right) => !left.Equals(right);
}
