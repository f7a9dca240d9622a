namespace Failfast.TestHost;

/// <summary>How guarded calls ended, and how long the guard kept them before they ran or were rejected.</summary>
internal sealed class Tally
{
    private readonly List<double> _delays = [];
    private readonly HashSet<string> _errors = [];
    private int _succeeded;
    private int _rejected;
    private int _failed;
    private int _others;

    /// <summary>By how many milliseconds this process was late when it wanted to run: what the machine alone costs.</summary>
    public List<double> MachinePauses { get; } = [];

    public void Add(GuardOutcome outcome, double? delay)
    {
        if (delay is { } milliseconds)
            _delays.Add(milliseconds);
        if (outcome.IsSuccess)
            _succeeded++;
        else if (outcome.IsRejected)
            _rejected++;
        else if (outcome.Exception is HttpRequestException or CallTimeoutException)
            _failed++;
        else
            Unexpected(outcome.Exception!);
    }

    public object Summed() => new
    {
        Succeeded = _succeeded, Rejected = _rejected, Failed = _failed, Others = _others, Errors = _errors,
        Delays = Longest(_delays), MachinePauses = Longest(MachinePauses), Pauses = MachinePauses.Count,
    };

    private void Unexpected(Exception error)
    {
        _others++;
        _errors.Add($"{error.GetType().Name}: {error.Message}");
    }

    /// <summary>Enough to know the 99.9th percentile of several processes together.</summary>
    private static double[] Longest(List<double> values) => [.. values.OrderDescending().Take((values.Count / 50) + 1)];
}
