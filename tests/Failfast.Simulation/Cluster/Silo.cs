namespace Failfast.Simulation;

/// <summary>A process that hosts activations.</summary>
internal sealed class Silo(Schedule schedule, string name, Prng dice) : SimNode(schedule, name, dice)
{
    public Dictionary<int, Activation> Activations { get; } = [];

    /// <summary>The others believe it dead: nothing new is placed here.</summary>
    public bool IsEvicted { get; set; }

    private TimeSpan _busyUntil;

    /// <summary>How long the next message has to wait for its turn, and to be handled.</summary>
    public TimeSpan Queue(TimeSpan takes)
    {
        _busyUntil = (_busyUntil > Now ? _busyUntil : Now) + takes;
        return _busyUntil - Now;
    }
}
