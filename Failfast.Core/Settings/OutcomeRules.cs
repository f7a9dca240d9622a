namespace Failfast;

/// <summary>What counts as a failure of one breaker, or of one family.</summary>
internal sealed class OutcomeRules
{
    public static readonly OutcomeRules Default = new();

    public Func<Exception, bool>? Exceptions { get; set; }

    /// <summary>Which exceptions are not counted.</summary>
    public Func<Exception, bool>? Ignored { get; set; }

    public ResultRules Results { get; } = new();

    /// <summary>How long the dependency wants not to be called, as the end of a call says.</summary>
    public Func<EndedCall, TimeSpan?>? RetryAfter { get; set; }

    /// <summary>Whether results have to be looked at.</summary>
    public bool ReadsResults => !Results.IsEmpty || RetryAfter is not null;
}
