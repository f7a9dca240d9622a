using Failfast.Machine;

namespace Failfast;

/// <summary>
/// The settings of one breaker. Immutable: change a copy (<c>settings with { BreakDuration = ... }</c>). Several trip rules may be on at
/// once; any one that holds trips the breaker.
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
    /// <remarks>Of all hosts together, in the order in which they happened; a gap longer than <see cref="SamplingDuration"/> starts a new run.</remarks>
    [Id(0)]
    public int ConsecutiveFailures { get; init; } = BreakerDefaults.ConsecutiveFailures;

    /// <summary>The share of failed calls in the sampling window that trips the breaker.</summary>
    /// <value>0.5; above 0 to 1, or 0 to turn the rule off.</value>
    /// <remarks>Of the calls of all hosts together.</remarks>
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
    /// A call that takes longer is slow from that moment, even while it still runs. A slow call is a failure, and however it ends it is
    /// one call and one failure. So calls that hang one after another open the breaker by <see cref="ConsecutiveFailures"/>, however many
    /// succeeded before. With <see cref="SlowCallRatio"/> slow calls are judged separately instead. Calls that began before the rule was
    /// turned on are never slow.
    /// </summary>
    /// <value>Null, which turns the rule off; 1 ms to 1 hour.</value>
    [Id(4)]
    public TimeSpan? SlowCallDuration { get; init; }

    /// <summary>
    /// The share of slow calls in the sampling window that trips the breaker. If set, slow calls are judged by this share only and are no
    /// failures.
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

    /// <summary>The factor by which each further break in a row is longer than the one before.</summary>
    /// <value>2; 1 to 100.</value>
    [Id(7)]
    public double BreakDurationFactor { get; init; } = BreakerDefaults.BreakDurationFactor;

    /// <summary>The longest break.</summary>
    /// <value>60 s; from <see cref="BreakDuration"/> to 7 days.</value>
    [Id(8)]
    public TimeSpan MaxBreakDuration { get; init; } = BreakerDefaults.MaxBreakDuration;

    /// <summary>The share of its length by which a break may randomly be shorter or longer.</summary>
    /// <value>0.1; 0 to 1.</value>
    [Id(9)]
    public double BreakDurationJitter { get; init; } = BreakerDefaults.BreakDurationJitter;

    /// <summary>Probes that may run at one time in the whole cluster while half-open.</summary>
    /// <value>1; 1 to 1,000.</value>
    [Id(10)]
    public int HalfOpenPermits { get; init; } = BreakerDefaults.HalfOpenPermits;

    /// <summary>Successful probes that close the breaker.</summary>
    /// <value>1; 1 to 1,000.</value>
    [Id(11)]
    public int HalfOpenSuccesses { get; init; } = BreakerDefaults.HalfOpenSuccesses;

    /// <summary>
    /// A probe that takes longer has failed: the breaker opens again. <see cref="CallTimeout"/> and <see cref="SlowCallDuration"/> apply to
    /// probes too, if they are shorter. If the probe succeeds late after all, the breaker goes back to where a success in time would have
    /// taken it.
    /// </summary>
    /// <value>Null, which is 10 s, or <see cref="CallTimeout"/> if that is longer; 10 ms to 1 hour. Not below <see cref="CallTimeout"/>.</value>
    public TimeSpan? ProbeTimeout
    {
        get => _probeTimeout;
        init => _probeTimeout = value;
    }

    /// <summary>The number of hosts that must have seen failures or slow calls in the sampling window before the cluster opens.</summary>
    /// <value>1; 1 to 10,000. With fewer, each failing host still opens for itself.</value>
    [Id(13)]
    public int MinimumHosts { get; init; } = BreakerDefaults.MinimumHosts;

    /// <summary>False runs every call as if there were no breaker.</summary>
    /// <value>True.</value>
    [Id(14)]
    public bool Enabled { get; init; } = true;

    /// <summary>Counts, trips and reports, but never rejects: for trying settings on live traffic.</summary>
    /// <value>False.</value>
    [Id(15)]
    public bool ObserveOnly { get; init; }

    /// <summary>
    /// A guarded call that takes longer is abandoned and counts as a failure: its token is cancelled, and its caller gets a
    /// <see cref="CallTimeoutException"/> even if the call ignores its token and goes on.
    /// </summary>
    /// <value>Null, which lets calls take as long as they like; 1 ms to 1 hour.</value>
    [Id(16)]
    public TimeSpan? CallTimeout { get; init; }

    /// <summary>
    /// Calls that may run at one time in each process; further calls are rejected and not counted. Probes are not limited, nor are calls
    /// that began before the limit was set. A call that <see cref="CallTimeout"/> has abandoned occupies its slot until it ends.
    /// </summary>
    /// <value>Null, which sets no limit; 1 to 1,000,000.</value>
    [Id(17)]
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>After closing, the share of admitted calls grows linearly from none to all within this time.</summary>
    /// <value>Null, which admits all at once; 1 ms to 1 hour.</value>
    [Id(18)]
    public TimeSpan? RampUpDuration { get; init; }

    /// <summary>
    /// Rejects calls in a process that does not know the breaker's state yet, for at most this long after its first call. The state is known
    /// when the grain has answered, and storage, if there is one, has answered the grain. For breakers that must not let a call through
    /// after a restart of everything, when an isolation or a break may be stored; the price is that calls are rejected while the cluster
    /// can't be reached, though the dependency may be well.
    /// </summary>
    /// <value>Null, which lets calls through until the state is known; 100 ms to 1 hour.</value>
    [Id(22)]
    public TimeSpan? RejectUntilKnown { get; init; }

    /// <summary>Whether slow calls are failures.</summary>
    internal bool FailsSlowCalls => SlowCallRatio is null;

    // The members that earlier versions send and understand. Members arrive in the order of their numbers: the last of these translates
    // what an earlier version sent, and 20 and 21, if present, override the result.

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
