namespace Failfast.Simulation;

/// <summary>The size of a run, its policy and which of its promises can be checked most sharply.</summary>
internal sealed record Scenario
{
    public int Hosts { get; init; }

    public int Silos { get; init; }

    public int Breakers { get; init; }

    public BreakerSettings Settings { get; init; } = new();

    public bool HasStorage { get; init; }

    /// <summary>Nothing trips and nobody interferes: at rest the grain's counts equal the hosts'.</summary>
    public bool IsExact { get; init; }

    public bool HasLiar { get; init; }

    public bool HasOperator { get; init; }

    /// <summary>Milliseconds between two calls of one host on one breaker, on average.</summary>
    public double CallEvery { get; init; }

    /// <summary>Milliseconds between two faults, on average.</summary>
    public double FaultEvery { get; init; }

    public static Scenario Of(ulong seed)
    {
        var dice = Prng.For(seed, 1);
        var isExact = dice.Chance(.2);
        var first = dice.Milliseconds(200, 2_000);
        return new Scenario
        {
            Hosts = dice.Chance(.1) ? dice.Between(8, 16) : dice.Between(1, 6),
            Silos = dice.Between(2, 4),
            Breakers = dice.Chance(.6) ? 1 : dice.Between(2, 3),
            HasStorage = dice.Chance(.7),
            IsExact = isExact,
            HasLiar = !isExact && dice.Chance(.25),
            HasOperator = !isExact && dice.Chance(.5),
            CallEvery = dice.Milliseconds(15, 400).TotalMilliseconds,
            FaultEvery = dice.Milliseconds(250, 4_000).TotalMilliseconds,
            Settings = isExact ? NeverTrips : new BreakerSettings
            {
                ConsecutiveFailures = dice.Between(0, 5),
                FailureRatio = dice.Chance(.3) ? 0 : .4,
                MinimumThroughput = dice.Between(3, 20),
                SamplingDuration = dice.Milliseconds(1_000, 15_000),
                SlowCallDuration = dice.Chance(.4) ? dice.Milliseconds(20, 500) : null,
                BreakDuration = first,
                BreakDurationFactor = 1 + dice.Share(),
                MaxBreakDuration = first * 2,
                HalfOpenPermits = dice.Between(1, 3),
                HalfOpenSuccesses = dice.Between(1, 3),
                ProbeTimeout = dice.Milliseconds(500, 5_000),
                MinimumHosts = dice.Chance(.7) ? 1 : 2,
            },
        };
    }

    private static BreakerSettings NeverTrips { get; } = new()
    {
        ConsecutiveFailures = 0, FailureRatio = 0, SamplingDuration = TimeSpan.FromHours(1),
    };
}
