namespace Failfast.Protocol;

/// <summary>
/// Detects that all calls are cancelled by their callers and none is answered or becomes slow. Without a slow-call duration a hanging
/// dependency looks exactly like that, and nothing else would tell of it.
/// </summary>
internal sealed class GivenUpCalls
{
    // A single impatient caller proves nothing.
    private const int Fewest = 2;

    private TimeSpan? _since;
    private int _givenUp;
    private bool _isWarned;

    public void Add(TimeSpan now)
    {
        _since ??= now;
        _givenUp++;
    }

    /// <summary>A call succeeded, failed or became slow.</summary>
    public void Clear() => (_since, _givenUp) = (null, 0);

    /// <summary>Returns true once: when it has lasted for a sampling duration.</summary>
    public bool TryWarn(TimeSpan samplingDuration, TimeSpan now)
    {
        if (_isWarned || _givenUp < Fewest || now - _since < samplingDuration)
            return false;
        return _isWarned = true;
    }
}
