namespace Failfast.Simulation;

/// <summary>A process that hosts activations.</summary>
internal sealed class Silo(Schedule schedule, string name, Prng dice) : SimNode(schedule, name, dice)
{
    public Dictionary<int, Activation> Activations { get; } = [];

    /// <summary>The others believe it dead: nothing new is placed here.</summary>
    public bool IsEvicted { get; set; }
}
