namespace Failfast;

/// <summary>What <c>AddFailfastRejections</c> tells the callers of this app.</summary>
public sealed class FailfastRejectionOptions
{
    /// <summary>
    /// Whether the problem details name the breaker and the reason of its break, as <c>breaker</c> and <c>reason</c>. For apps whose callers
    /// are one's own: a name says what the app depends on, and a reason may quote an operator.
    /// </summary>
    /// <value>Default: false.</value>
    public bool IncludeBreaker { get; set; }
}
