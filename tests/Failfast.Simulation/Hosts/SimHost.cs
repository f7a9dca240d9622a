namespace Failfast.Simulation;

/// <summary>A process that guards calls.</summary>
internal sealed class SimHost : SimNode
{
    private long _calls;

    public SimHost(World world, int number, int place, Prng dice)
        : base(world.Schedule, $"host-{number}", dice)
    {
        World = world;
        Number = number;
        Place = place;
        Dice = dice;
        Profile = world.Scenario.ProfileOf(place);
        Id = dice.Guid();
        Breakers = [.. Enumerable.Range(0, world.Scenario.Breakers).Select(breaker => new GuardedBreaker(this, breaker))];
    }

    public World World { get; }

    /// <summary>Its traits; null if all hosts are alike.</summary>
    public HostProfile? Profile { get; }

    public int Number { get; }

    /// <summary>Where it runs: a process that replaces a crashed one takes its place, with its view of the cluster.</summary>
    public int Place { get; }

    /// <summary>Whether it is of the first release, which has to be offered a lease that has become free.</summary>
    public bool IsOlder => Place % 4 == 3;

    public Prng Dice { get; }

    /// <summary>Unique per process start.</summary>
    public Guid Id { get; }

    public GuardedBreaker[] Breakers { get; }

    /// <summary>Whether it freezes as soon as it has sent a probe request.</summary>
    public bool FreezesOnProbeRequest { get; set; }

    /// <summary>The half of a split cluster that it belongs to.</summary>
    public int View => World.Views[Place];

    /// <summary>How long the caller of the next call waits for an answer.</summary>
    public TimeSpan NextPatience() =>
        Profile is null || World.IsHealed ? Patience.Endless : Profile.Patience.Of(Dice, _calls++);
}
