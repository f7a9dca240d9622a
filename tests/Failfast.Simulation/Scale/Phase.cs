namespace Failfast.Simulation;

/// <summary>The load on the grain's silo in one phase, over all trips.</summary>
internal sealed class Phase(string name)
{
    private readonly List<double> _converged = [];
    private double _seconds;
    private long _received;
    private long _pushes;
    private long _reportRequests;
    private long _bytes;

    public void Carried(Traffic before, Traffic after, TimeSpan lasted)
    {
        _seconds += lasted.TotalSeconds;
        _received += after.Received - before.Received;
        _pushes += after.Pushes - before.Pushes;
        _reportRequests += after.ReportRequests - before.ReportRequests;
        _bytes += after.Bytes - before.Bytes;
    }

    /// <summary>A host has received the new state this long after the grain's transition.</summary>
    public void Heard(TimeSpan after) => _converged.Add(after.TotalMilliseconds);

    /// <summary>The messages per second that the silo received or sent, replies aside.</summary>
    public double MessagesPerSecond => (_received + _pushes + _reportRequests) / _seconds;

    /// <summary>How many times a host received a new state.</summary>
    public int Converged => _converged.Count;

    /// <summary>Payload.</summary>
    public double BytesPerSecond => _bytes / _seconds;

    /// <summary>The time, in milliseconds, within which that share of the hosts received the new state.</summary>
    public double Percentile(double share)
    {
        _converged.Sort();
        return _converged[(int)(share * (_converged.Count - 1))];
    }

    public override string ToString()
    {
        var times = _converged.Count == 0 ? "- | - | -" : $"{Percentile(.5):0.0} ms | {Percentile(.99):0.0} ms | {Percentile(1):0.0} ms";
        return $"| {name} | {times} | {_received / _seconds:0} | {_pushes / _seconds:0} | {_reportRequests / _seconds:0} | {BytesPerSecond / 1024:0} KiB |";
    }
}
