namespace Failfast.Local;

/// <summary>The periodic sweep; a breaker that is swept stays in memory.</summary>
internal sealed partial class LocalBreaker
{
    // Two of the longest intervals between sweeps.
    private const long FarFromEnd = 200;

    private long _hastened = long.MaxValue;

    /// <inheritdoc/>
    public bool IsActive => _turns.IsActive;

    /// <inheritdoc/>
    public TimeSpan NextSweep { get; set; }

    /// <inheritdoc/>
    public TimeSpan LongestBetweenSweeps =>
        TimeSpan.FromTicks(Math.Min(_gate.LongestBetweenSweeps.Ticks, Volatile.Read(ref _hastened)));

    /// <inheritdoc/>
    public bool Sweep()
    {
        Volatile.Write(ref _hastened, long.MaxValue);
        var gate = _gate;
        gate.IsFarFromEnd = Clock.IsSystem && gate.HoldsUntil - Clock.CoarseMilliseconds > FarFromEnd;
        var hasCallsInFlight = Tracker.Sweep(gate);
        var isActive = _turns.Sweep(Admissions.TakeUse(), hasCallsInFlight, _host.Pacing.HasRoom, out var effects);
        _exchange.Do(effects);
        return isActive;
    }

    private void Hasten(TimeSpan wait)
    {
        Volatile.Write(ref _hastened, Math.Max(wait.Ticks, Gate.ShortestSweep.Ticks));
        _host.Sweeper.Hasten(this);
    }
}
