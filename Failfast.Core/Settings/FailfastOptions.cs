using Failfast.Machine;

namespace Failfast;

/// <summary>
/// How this process uses breakers. Bound from the configuration section <c>Failfast</c>; what code sets comes after.
/// </summary>
public sealed class FailfastOptions
{
    /// <summary>The policy of every breaker that <see cref="Breakers"/> doesn't name.</summary>
    public BreakerSettings Defaults { get; set; } = new();

    /// <summary>
    /// Policies by breaker name. A key that ends in <c>*</c> covers a family of names; of several that fit, the longest counts.
    /// Keys are case-insensitive, as configuration is.
    /// </summary>
    public IDictionary<string, BreakerSettings> Breakers { get; } =
        new Dictionary<string, BreakerSettings>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a busy, healthy host reports its successes to the grain.</summary>
    /// <value>1 s; 10 ms to 1 minute. The same in every process of a cluster.</value>
    public TimeSpan ReportInterval { get; set; } = new ProtocolTimings().ReportInterval;

    /// <summary>How long a cached state is trusted after the grain was last heard.</summary>
    /// <value>10 s; from twice <see cref="ReportInterval"/> to 10 minutes.</value>
    public TimeSpan LeaseDuration { get; set; } = new ProtocolTimings().LeaseDuration;

    /// <summary>The longest a guarded call waits for the grain, when this process knows nothing recent of the breaker.</summary>
    /// <value>100 ms; 1 ms to 10 s.</value>
    public TimeSpan ColdStartBudget { get; set; } = new ProtocolTimings().ColdStartBudget;

    /// <summary>The longest the grain waits for silent hosts before it opens a breaker for all.</summary>
    /// <value>50 ms; 1 ms to 10 s.</value>
    public TimeSpan ConfirmBudget { get; set; } = new ProtocolTimings().ConfirmBudget;

    /// <summary>This process's name, for people. It need not be unique.</summary>
    /// <value>The machine's name and the process id; 1 to 256 characters, none of them a control character.</value>
    public string HostName { get; set; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>What counts as a failure, by breaker name or family, as in <see cref="Breakers"/>.</summary>
    internal Dictionary<string, OutcomeRules> Outcomes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys of <see cref="Breakers"/> that a configuration section has set, rather than code.</summary>
    internal HashSet<string> BoundBreakers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Errors found while binding configuration; reported with the others at start.</summary>
    internal List<string> BindingErrors { get; } = [];

    internal ProtocolTimings Timings => new()
    {
        ReportInterval = ReportInterval,
        LeaseDuration = LeaseDuration,
        ColdStartBudget = ColdStartBudget,
        ConfirmBudget = ConfirmBudget,
    };

    /// <summary>
    /// Says which exceptions are failures of the breaker's dependency. Without it all are. Neither this nor <see cref="Ignore"/> is
    /// asked once the caller's token is cancelled: what the call throws then is the caller's doing, and counts nothing.
    /// An exception that isn't handled counts as a success: the dependency answered.
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
    /// Says which exceptions count nothing, neither failure nor success: a probe that ends so gives its permit back. It is asked
    /// before <see cref="ShouldHandle"/>.
    /// </summary>
    /// <param name="breaker">A breaker name, or a family that ends in <c>*</c>.</param>
    /// <param name="ignore">True to count nothing. If it throws, the call counts as a failure.</param>
    public FailfastOptions Ignore(string breaker, Func<Exception, bool> ignore)
    {
        ArgumentNullException.ThrowIfNull(ignore);
        RulesFor(breaker).Ignored = ignore;
        return this;
    }

    /// <summary>
    /// Says which results of type <typeparamref name="T"/>, or of a type derived from it, are failures; a rule for <see cref="object"/>
    /// judges all. Without rules none is. Where several rules cover a result it is a failure if one of them says so.
    /// </summary>
    /// <param name="breaker">A breaker name, or a family that ends in <c>*</c>.</param>
    /// <param name="shouldHandle">True for a failure. If it throws, the call counts as a failure.</param>
    public FailfastOptions ShouldHandleResult<T>(string breaker, Func<T, bool> shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(shouldHandle);
        RulesFor(breaker).Results.Set(new ResultRule<T>(shouldHandle));
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
