using Failfast.Machine;

namespace Failfast;

/// <summary>
/// The policy of one breaker. Immutable: change a copy (<c>settings with { BreakDuration = ... }</c>). Several trip rules
/// may be on at once; any one that holds trips the breaker.
/// </summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerSettings")]
public sealed record BreakerSettings
{
    [Id(20)]
    private double? _slowCallRatio;

    [Id(21)]
    private TimeSpan? _probeTimeout;

    /// <summary>Failures in a row that trip the breaker.</summary>
    /// <value>5; 1 to 1,000,000, or 0 to turn the rule off.</value>
    [Id(0)]
    public int ConsecutiveFailures { get; init; } = BreakerDefaults.ConsecutiveFailures;

    /// <summary>The share of failed calls in the sampling window that trips the breaker.</summary>
    /// <value>0.5; above 0 to 1, or 0 to turn the rule off.</value>
    [Id(1)]
    public double FailureRatio { get; init; } = BreakerDefaults.FailureRatio;

    /// <summary>Calls in the sampling window below which no ratio is judged.</summary>
    /// <value>20; 1 to 1,000,000,000.</value>
    [Id(2)]
    public int MinimumThroughput { get; init; } = BreakerDefaults.MinimumThroughput;

    /// <summary>The length of the rolling window in which ratios are judged; it moves in tenths.</summary>
    /// <value>30 s; 100 ms to 1 hour.</value>
    [Id(3)]
    public TimeSpan SamplingDuration { get; init; } = BreakerDefaults.SamplingDuration;

    /// <summary>
    /// A call that takes longer is slow from that moment on, whether or not it has ended, and slow calls are failures: calls that
    /// hang one after another open the breaker by <see cref="ConsecutiveFailures"/>, however many succeeded before. However it ends,
    /// it is one call and one failure. With <see cref="SlowCallRatio"/> slow calls are judged apart instead. Calls that began before
    /// the rule was turned on are never slow.
    /// </summary>
    /// <value>Null, which turns the rule off; 1 ms to 1 hour.</value>
    [Id(4)]
    public TimeSpan? SlowCallDuration { get; init; }

    /// <summary>
    /// The share of slow calls in the sampling window that trips the breaker. Set, it judges slow calls apart: that a call is slow
    /// makes it no failure.
    /// </summary>
    /// <value>Null, which makes slow calls failures; above 0 to 1. Needs <see cref="SlowCallDuration"/>.</value>
    public double? SlowCallRatio
    {
        get => _slowCallRatio;
        init => _slowCallRatio = value;
    }

    /// <summary>The length of the first break.</summary>
    /// <value>5 s; 1 ms to 1 day.</value>
    [Id(6)]
    public TimeSpan BreakDuration { get; init; } = BreakerDefaults.BreakDuration;

    /// <summary>By how much each further break in a row is longer than the one before.</summary>
    /// <value>2; 1 to 100.</value>
    [Id(7)]
    public double BreakDurationFactor { get; init; } = BreakerDefaults.BreakDurationFactor;

    /// <summary>No break is longer.</summary>
    /// <value>60 s; from <see cref="BreakDuration"/> to 7 days.</value>
    [Id(8)]
    public TimeSpan MaxBreakDuration { get; init; } = BreakerDefaults.MaxBreakDuration;

    /// <summary>How far a break may differ from its length, either way, as a share of it.</summary>
    /// <value>0.1; 0 to 1.</value>
    [Id(9)]
    public double BreakDurationJitter { get; init; } = BreakerDefaults.BreakDurationJitter;

    /// <summary>Probes that may be out at one time in the whole cluster when half-open.</summary>
    /// <value>1; 1 to 1,000.</value>
    [Id(10)]
    public int HalfOpenPermits { get; init; } = BreakerDefaults.HalfOpenPermits;

    /// <summary>Successful probes that close the breaker.</summary>
    /// <value>1; 1 to 1,000.</value>
    [Id(11)]
    public int HalfOpenSuccesses { get; init; } = BreakerDefaults.HalfOpenSuccesses;

    /// <summary>
    /// A probe that has not ended by then has failed: the breaker opens again. Where a call counts as slow or is given up sooner, so
    /// does a probe. A success that comes late after all undoes what its lateness has caused.
    /// </summary>
    /// <value>Null, which is 10 s, or <see cref="CallTimeout"/> if that is longer; 10 ms to 1 hour. Not below <see cref="CallTimeout"/>.</value>
    public TimeSpan? ProbeTimeout
    {
        get => _probeTimeout;
        init => _probeTimeout = value;
    }

    /// <summary>The cluster opens only when at least so many hosts saw failures or slow calls in the window.</summary>
    /// <value>1; 1 to 10,000. A host below it still protects itself by its own breaker.</value>
    [Id(13)]
    public int MinimumHosts { get; init; } = BreakerDefaults.MinimumHosts;

    /// <summary>False runs every call as if there were no breaker.</summary>
    /// <value>True.</value>
    [Id(14)]
    public bool Enabled { get; init; } = true;

    /// <summary>Counts, trips and reports, but never rejects: for trying a policy on live traffic.</summary>
    /// <value>False.</value>
    [Id(15)]
    public bool ObserveOnly { get; init; }

    /// <summary>
    /// A guarded call that takes longer is given up: its token is cancelled, its caller gets a
    /// <see cref="CallTimeoutException"/> even if the call goes on regardless, and it counts as a failure.
    /// </summary>
    /// <value>Null, which lets calls take as long as they like; 1 ms to 1 hour.</value>
    [Id(16)]
    public TimeSpan? CallTimeout { get; init; }

    /// <summary>
    /// Calls that may run at one time in each process; one more is rejected and counts nothing. Probes don't count, nor do calls
    /// that began before the limit was set. A call that <see cref="CallTimeout"/> has abandoned holds its place until it ends.
    /// </summary>
    /// <value>Null, which sets no limit; 1 to 1,000,000.</value>
    [Id(17)]
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>After closing, the share of calls that is admitted grows evenly from none to all within this time.</summary>
    /// <value>Null, which admits all at once; 1 ms to 1 hour.</value>
    [Id(18)]
    public TimeSpan? RampUpDuration { get; init; }

    /// <summary>A call that becomes slow is a failure.</summary>
    internal bool FailsSlowCalls => SlowCallRatio is null;

    // What earlier versions send and understand. Members arrive by their number: whoever sends these alone is translated by the
    // last of them, and where 20 and 21 follow, those count.

    [Id(5)]
    internal double EarlierSlowCallRatio
    {
        get => EarlierSettings.SlowCallRatio(this);
        set => _slowCallRatio = value;
    }

    [Id(12)]
    internal TimeSpan EarlierProbeTimeout
    {
        get => ProbeTimes.EffectiveProbeTimeout(this);
        set => _probeTimeout = value;
    }

    [Id(19)]
    internal bool EarlierSlowCallsAreFailures
    {
        get => EarlierSettings.SlowCallsAreFailures(this);
        set => (_slowCallRatio, _probeTimeout) = EarlierSettings.Translate(this, value);
    }
}
