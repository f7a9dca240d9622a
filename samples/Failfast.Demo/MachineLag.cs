namespace Failfast.Demo;

/// <summary>Measures how long a host waited for a processor, by timer ticks that come late.</summary>
internal sealed class MachineLag
{
    /// <summary>The longest normal time between two ticks.</summary>
    public static readonly TimeSpan Ordinary = TimeSpan.FromMilliseconds(50);

    private TimeSpan _last;
    private TimeSpan _lost;

    /// <summary>The share of the time so far that was lost, from 0 to 1.</summary>
    public double Share => _last > TimeSpan.Zero ? Math.Round(_lost / _last, 4) : 0;

    /// <param name="now">Time since the start of the run.</param>
    public void Beat(TimeSpan now)
    {
        if (now - _last > Ordinary)
            _lost += now - _last;
        _last = now;
    }
}
