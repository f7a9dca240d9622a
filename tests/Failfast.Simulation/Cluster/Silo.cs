namespace Failfast.Simulation;

/// <summary>A process that hosts activations.</summary>
internal sealed class Silo(Schedule schedule, string name, Prng dice) : SimNode(schedule, name, dice)
{
    public Dictionary<int, Activation> Activations { get; } = [];

    /// <summary>Whether the others believe it dead, so that no activation is placed here.</summary>
    public bool IsEvicted { get; set; }

    private TimeSpan _busyUntil;

    /// <summary>The time until the next message has waited for its turn and is handled.</summary>
    public TimeSpan Queue(TimeSpan takes)
    {
        _busyUntil = (_busyUntil > Now ? _busyUntil : Now) + takes;
        return _busyUntil - Now;
    }
}
