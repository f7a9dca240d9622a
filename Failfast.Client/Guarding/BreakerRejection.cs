using Failfast.Local;
using Failfast.Protocol;

namespace Failfast;

/// <summary>Why a call was rejected without being run.</summary>
public readonly struct BreakerRejection : IEquatable<BreakerRejection>
{
    private readonly Gate? _gate;
    private readonly RejectionCause _cause;
    private readonly bool _isNested;

    internal BreakerRejection(Gate gate, RejectionCause cause = RejectionCause.State, bool isNested = false) =>
        (_gate, _cause, _isNested) = (gate, cause, isNested);

    /// <summary>The rejection of a call that is made in the current context.</summary>
    internal static BreakerRejection Here(Gate gate, RejectionCause cause) =>
        new(gate, cause, cause == RejectionCause.State && gate.Mode == GuardMode.Undecided && ProbeMark.IsWithin(gate.Name));

    /// <summary>What <c>Guard</c> throws for it.</summary>
    internal static BreakerOpenException ExceptionOf(Gate gate, RejectionCause cause = RejectionCause.State) =>
        Here(gate, cause).ToException();

    /// <summary>Whether the gate alone describes the rejection.</summary>
    internal bool IsByStateAlone => _cause == RejectionCause.State && !_isNested;

    /// <summary>The breaker that rejected the call.</summary>
    public string BreakerName => _gate?.Name ?? "";

    /// <summary>Its state.</summary>
    public BreakerState State => _gate?.View.StateAt(_gate.Clock.Now) ?? default;

    /// <summary>The time from now until a retry makes sense; null when only an operator can say.</summary>
    public TimeSpan? RetryAfter => _gate is null ? null : RetryAfterAt(_gate, _gate.Clock.Now);

    /// <summary>Why the call was rejected, in words for people.</summary>
    public string? Reason => _gate is null ? null : Cause switch
    {
        RejectionCause.Concurrency => $"{_gate.Settings.MaxConcurrentCalls} calls are running here",
        RejectionCause.RampUp => $"all are admitted {_gate.Settings.RampUpDuration?.TotalSeconds:0.###} s after closing",
        _ when _isNested => "this call is nested in a probe of the same breaker, which it would wait for: guard it once, or raise HalfOpenPermits",
        _ => _gate.View.Reason,
    };

    /// <summary>Whether the breaker's state rejected the call, or one of its limits.</summary>
    public RejectionCause Cause => _cause;

    /// <summary>The exception that <c>Guard</c> would have thrown.</summary>
    public BreakerOpenException ToException() => new(BreakerName, State, RetryAfter, Reason, Cause);

    /// <inheritdoc/>
    public bool Equals(BreakerRejection other) =>
        _gate == other._gate && _cause == other._cause && _isNested == other._isNested;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BreakerRejection other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_gate, _cause, _isNested);

    private TimeSpan? RetryAfterAt(Gate gate, TimeSpan now) =>
        Cause == RejectionCause.RampUp && gate.View.RampUpFrom + gate.Settings.RampUpDuration - now is { } rest && rest > TimeSpan.Zero
            ? rest
            : gate.View.RetryAfterAt(now);

    /// <summary>Whether both are the same rejection.</summary>
    public static bool operator ==(BreakerRejection left, BreakerRejection right) => left.Equals(right);

    /// <summary>Whether the two are different rejections.</summary>
    public static bool operator !=(BreakerRejection left, BreakerRejection right) => !left.Equals(right);
}
