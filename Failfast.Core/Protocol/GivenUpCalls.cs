namespace Failfast.Protocol;

/// <summary>
/// Notices that a breaker sees nothing: calls are cancelled by their callers' own time-outs, none is answered and none goes slow. A
/// dependency that hangs looks just like that where no slow-call duration is set.
/// </summary>
internal sealed class GivenUpCalls
{
    // One impatient caller is no sign.
    private const int Fewest = 2;

    private TimeSpan? _since;
    private int _givenUp;
    private bool _isWarned;

    public void Add(TimeSpan now)
    {
        _since ??= now;
        _givenUp++;
    }

    /// <summary>A call succeeded, failed, or went slow.</summary>
    public void Clear() => (_since, _givenUp) = (null, 0);

    /// <summary>True once, when it has lasted for a sampling duration.</summary>
    public bool TryWarn(TimeSpan samplingDuration, TimeSpan now)
    {
        if (_isWarned || _givenUp < Fewest || now - _since < samplingDuration)
            return false;
        return _isWarned = true;
    }
}
