namespace Failfast;

/// <summary>What counts as a failure of one breaker, or of one family.</summary>
internal sealed class OutcomeRules
{
    public static readonly OutcomeRules Default = new();

    public Func<Exception, bool>? Exceptions { get; set; }

    /// <summary>Which exceptions are not counted.</summary>
    public Func<Exception, bool>? Ignored { get; set; }

    public ResultRules Results { get; } = new();
}
