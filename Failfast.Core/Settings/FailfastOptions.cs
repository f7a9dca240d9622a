using Failfast.Machine;

namespace Failfast;

/// <summary>
/// How this process uses breakers. Bound from the configuration section <c>Failfast</c>; code is applied after it.
/// </summary>
public sealed class FailfastOptions
{
    /// <summary>The settings of every breaker that <see cref="Breakers"/> does not cover.</summary>
    public BreakerSettings Defaults { get; set; } = new();

    /// <summary>
    /// Settings by breaker name. A key that ends in <c>*</c> covers a family of names; if several keys match, the longest applies.
    /// Keys are case-insensitive, as configuration is.
    /// </summary>
    public IDictionary<string, BreakerSettings> Breakers { get; } =
        new Dictionary<string, BreakerSettings>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a busy, healthy host reports its successes to the grain.</summary>
    /// <value>1 s; 10 ms to 1 minute. Must be the same in every process of a cluster.</value>
    public TimeSpan ReportInterval { get; set; } = new ProtocolTimings().ReportInterval;

    /// <summary>How long a cached state is trusted after the last message from the grain.</summary>
    /// <value>10 s; from twice <see cref="ReportInterval"/> to 10 minutes.</value>
    public TimeSpan LeaseDuration { get; set; } = new ProtocolTimings().LeaseDuration;

    /// <summary>The longest time a guarded call waits for the grain, if this process has no recent state of the breaker.</summary>
    /// <value>100 ms; 1 ms to 10 s.</value>
    public TimeSpan ColdStartBudget { get; set; } = new ProtocolTimings().ColdStartBudget;

    /// <summary>The longest time the grain waits for reports of silent hosts before it opens a breaker.</summary>
    /// <value>50 ms; 1 ms to 10 s.</value>
    public TimeSpan ConfirmBudget { get; set; } = new ProtocolTimings().ConfirmBudget;

    /// <summary>A readable name for this process. It need not be unique.</summary>
    /// <value>The machine's name and the process id; 1 to 256 characters, none of them a control character.</value>
    public string HostName { get; set; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>
    /// The number of breakers that have series of their own in this process's metrics: the first ones that it measures. All others share the
    /// series <c>(other)</c>.
    /// </summary>
    /// <value>1000; 0 to 100,000. Read at start.</value>
    public int MaxMeasuredNames { get; set; } = 1_000;

    /// <summary>
    /// Whether the duration of each guarded call is measured, as <c>failfast.breaker.call.duration</c>. Then no call takes the fast path.
    /// </summary>
    /// <value>False. Read at start.</value>
    public bool MeasureCallDuration { get; set; }

    /// <summary>What counts as a failure, by breaker name or family, as in <see cref="Breakers"/>.</summary>
    internal Dictionary<string, OutcomeRules> Outcomes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys of <see cref="Breakers"/> that come from a configuration section rather than from code.</summary>
    internal HashSet<string> BoundBreakers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Errors found while binding configuration, reported with all others at start.</summary>
    internal List<string> BindingErrors { get; } = [];

    internal ProtocolTimings Timings => new()
    {
        ReportInterval = ReportInterval,
        LeaseDuration = LeaseDuration,
        ColdStartBudget = ColdStartBudget,
        ConfirmBudget = ConfirmBudget,
    };

    /// <summary>
    /// Decides which exceptions are failures of the breaker's dependency; by default all are. An exception that is not handled counts as
    /// a success: the dependency answered. Once the caller's token is cancelled, neither this nor <see cref="Ignore"/> is called: whatever
    /// the call throws then is not counted.
    /// </summary>
    /// <param name="breaker">A breaker name, or a family that ends in <c>*</c>.</param>
    /// <param name="shouldHandle">True for a failure. If it throws, the call counts as a failure.</param>
    public FailfastOptions ShouldHandle(string breaker, Func<Exception, bool> shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(shouldHandle);
        RulesFor(breaker).Exceptions = shouldHandle;
        return this;
    }

    /// <summary>
    /// Decides which exceptions are not counted, neither as failure nor as success; a probe that ends with one returns its lease. It is
    /// called before <see cref="ShouldHandle"/>.
    /// </summary>
    /// <param name="breaker">A breaker name, or a family that ends in <c>*</c>.</param>
    /// <param name="ignore">True if the call is not counted. If it throws, the call counts as a failure.</param>
    public FailfastOptions Ignore(string breaker, Func<Exception, bool> ignore)
    {
        ArgumentNullException.ThrowIfNull(ignore);
        RulesFor(breaker).Ignored = ignore;
        return this;
    }

    /// <summary>
    /// Decides which results of type <typeparamref name="T"/>, or of a derived type, are failures; by default none is. A rule for
    /// <see cref="object"/> covers all results. If several rules cover a result, it is a failure if any of them says so.
    /// </summary>
    /// <param name="breaker">A breaker name, or a family that ends in <c>*</c>.</param>
    /// <param name="shouldHandle">True for a failure. If it throws, the call counts as a failure.</param>
    public FailfastOptions ShouldHandleResult<T>(string breaker, Func<T, bool> shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(shouldHandle);
        RulesFor(breaker).Results.Set(new ResultRule<T>(shouldHandle));
        return this;
    }

    /// <summary>
    /// Reads from the end of a call how long the dependency wants not to be called, such as an HTTP response's <c>Retry-After</c>. The next
    /// break lasts at least until then, at most <see cref="BreakerSettings.MaxBreakDuration"/>; until that time has passed it holds for every
    /// break of the cluster, and never opens the breaker by itself. Asked of each result and exception, be it a failure or not, unless the
    /// caller's token is cancelled.
    /// </summary>
    /// <param name="breaker">A breaker name, or a family that ends in <c>*</c>.</param>
    /// <param name="retryAfter">Counted from now; null, or nothing above zero, if the end says nothing. If it throws, that is logged and the end says nothing.</param>
    public FailfastOptions RetryAfter(string breaker, Func<EndedCall, TimeSpan?> retryAfter)
    {
        ArgumentNullException.ThrowIfNull(retryAfter);
        RulesFor(breaker).RetryAfter = retryAfter;
        return this;
    }

    private OutcomeRules RulesFor(string breaker)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        if (!Outcomes.TryGetValue(breaker, out var rules))
            Outcomes[breaker] = rules = new OutcomeRules();
        return rules;
    }
}
