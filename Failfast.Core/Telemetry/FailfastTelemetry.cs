namespace Failfast;

/// <summary>The names of what Failfast measures and traces. They are stable: dashboards and alerts depend on them.</summary>
public static class FailfastTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Failfast";

    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "Failfast";

    /// <summary>
    /// Gauge, by breaker and state, of this process's copies: 1 for the present state, 0 for the others. For <see cref="OtherBreakers"/> it
    /// is the number of breakers in that state. A breaker that this process has not used for long is left out.
    /// </summary>
    public const string State = "failfast.breaker.state";

    /// <summary>Counter in <c>{transition}</c>, by breaker, old and new state: counted by the breaker's grain, so once per cluster.</summary>
    public const string Transitions = "failfast.breaker.transitions";

    /// <summary>Counter in <c>{call}</c>, by breaker and outcome, of the calls that this process ran.</summary>
    public const string Calls = "failfast.breaker.calls";

    /// <summary>Histogram in <c>s</c>, by breaker; only with <see cref="FailfastOptions.MeasureCallDuration"/>.</summary>
    public const string CallDuration = "failfast.breaker.call.duration";

    /// <summary>Counter in <c>{call}</c>, by breaker and cause, of the calls that this process rejected.</summary>
    public const string Rejections = "failfast.breaker.rejections";

    /// <summary>Counter in <c>{probe}</c>, by breaker and outcome, of the probes that this process ran. A probe is counted when it ends.</summary>
    public const string Probes = "failfast.breaker.probes";

    /// <summary>Counter in <c>{message}</c>, by breaker, kind and whether it was answered, of this process's messages to grains.</summary>
    public const string Reports = "failfast.breaker.reports";

    /// <summary>
    /// Histogram in <c>s</c>, by breaker: from this process's report of failures to the moment at which it applies the cluster's decision to
    /// open. One clock measures both ends.
    /// </summary>
    public const string PropagationDuration = "failfast.breaker.propagation.duration";

    /// <summary>Counter in <c>{write}</c>, by breaker and outcome, of tries to write a breaker's state to storage.</summary>
    public const string StorageWrites = "failfast.breaker.storage.writes";

    /// <summary>
    /// Gauge, by breaker: 1 while this process decides alone, because the breaker's grain does not answer, else 0. For
    /// <see cref="OtherBreakers"/> it is the number of breakers that it decides on alone.
    /// </summary>
    public const string Alone = "failfast.breaker.alone";

    /// <summary>The span of a rejected call; it has no duration.</summary>
    public const string RejectionSpan = "failfast.rejection";

    /// <summary>The span around a probe.</summary>
    public const string ProbeSpan = "failfast.probe";

    /// <summary>The event on the activity of the call that has opened a breaker in this process.</summary>
    public const string OpenedEvent = "failfast.breaker.opened";

    /// <summary>Tag: the breaker's name.</summary>
    public const string BreakerTag = "failfast.breaker.name";

    /// <summary>Tag: a state, such as <c>half_open</c>.</summary>
    public const string StateTag = "failfast.breaker.state";

    /// <summary>Tag: the state before a transition.</summary>
    public const string FromTag = "failfast.transition.from";

    /// <summary>Tag: the state after a transition.</summary>
    public const string ToTag = "failfast.transition.to";

    /// <summary>Tag: <c>success</c>, <c>failure</c>, <c>slow</c>, <c>ignored</c>, <c>cancelled</c>, <c>uncounted</c>; of a write also <c>conflict</c>.</summary>
    public const string OutcomeTag = "failfast.outcome";

    /// <summary>Tag: <c>state</c>, <c>concurrency</c> or <c>ramp_up</c>.</summary>
    public const string CauseTag = "failfast.rejection.cause";

    /// <summary>Tag: true if the call ran all the same, because of <see cref="BreakerSettings.ObserveOnly"/>.</summary>
    public const string ObservedTag = "failfast.rejection.observed";

    /// <summary>Tag: <c>report</c>, <c>probe_request</c> or <c>probe_end</c>.</summary>
    public const string KindTag = "failfast.report.kind";

    /// <summary>Tag: whether the grain answered.</summary>
    public const string AnsweredTag = "failfast.report.answered";

    /// <summary>Tag: who decided, <c>cluster</c>, <c>host</c> or <c>alone</c>.</summary>
    public const string ScopeTag = "failfast.breaker.scope";

    /// <summary>Tag: why, in words for people.</summary>
    public const string ReasonTag = "failfast.breaker.reason";

    /// <summary>Stands for all breakers beyond <see cref="FailfastOptions.MaxMeasuredNames"/>. No breaker can have this name.</summary>
    public const string OtherBreakers = "(other)";
}
