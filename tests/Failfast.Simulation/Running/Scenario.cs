namespace Failfast.Simulation;

/// <summary>The size of a run, its settings, and what can go wrong in it.</summary>
internal sealed partial record Scenario
{
    public int Hosts { get; init; }

    public int Silos { get; init; }

    public int Breakers { get; init; }

    public BreakerSettings Settings { get; init; } = new();

    public bool HasStorage { get; init; }

    /// <summary>Whether the cluster never trips and no operator interferes, so that at rest the grain's counts equal the hosts'.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether all calls of one host fail, and otherwise only storage and clocks go wrong.</summary>
    public bool HasBadHost { get; init; }

    public bool HasLiar { get; init; }

    public bool HasOperator { get; init; }

    /// <summary>Whether the dependency says now and then, when it fails, how long it wants not to be called.</summary>
    public bool NamesRetryTimes { get; init; }

    /// <summary>Whether each process has thousands of other breakers, so that reports that can wait are held now and then.</summary>
    public bool HoldsReports { get; init; }

    /// <summary>Milliseconds between two calls of one host on one breaker, on average.</summary>
    public double CallEvery { get; init; }

    /// <summary>Callers are quiet for a while now and then.</summary>
    public bool Pauses { get; init; } = true;

    /// <summary>Milliseconds between two faults, on average.</summary>
    public double FaultEvery { get; init; }

    public static Scenario Of(ulong seed)
    {
        if (RealisticShare > 0 && Prng.For(seed, 7).Chance(RealisticShare))
            return Realistic(seed);
        var dice = Prng.For(seed, 1);
        var isExact = dice.Chance(.2);
        var hasBadHost = !isExact && dice.Chance(.1);
        var settings = Ordinary(dice) with { RejectUntilKnown = Prng.For(seed, 9).Chance(.2) ? TimeSpan.FromSeconds(3) : null };
        return new Scenario
        {
            Hosts = hasBadHost ? dice.Between(4, 8) : dice.Chance(.1) ? dice.Between(8, 16) : dice.Between(1, 6),
            Silos = dice.Between(2, 4),
            Breakers = hasBadHost || dice.Chance(.6) ? 1 : dice.Between(2, 3),
            HasStorage = dice.Chance(.7),
            IsExact = isExact,
            HasBadHost = hasBadHost,
            HasLiar = !isExact && !hasBadHost && dice.Chance(.25),
            HasOperator = !isExact && !hasBadHost && dice.Chance(.5),
            NamesRetryTimes = Prng.For(seed, 8).Chance(.3),
            HoldsReports = Prng.For(seed, 10).Chance(.2),
            CallEvery = hasBadHost ? dice.Between(15, 60) : dice.Chance(.1) ? dice.Between(400, 3_000) : dice.Between(15, 400),
            FaultEvery = dice.Milliseconds(250, 4_000).TotalMilliseconds,
            Settings = !isExact ? settings : dice.Chance(.5) ? NeverTrips : TripsAlone(settings),
        };
    }

    private static BreakerSettings Ordinary(Prng dice)
    {
        var first = dice.Milliseconds(200, 2_000);
        var isSlowRuleOn = dice.Chance(.4);
        return new BreakerSettings
        {
            ConsecutiveFailures = dice.Between(0, 5),
            FailureRatio = dice.Chance(.3) ? 0 : .4,
            MinimumThroughput = dice.Between(3, 20),
            SamplingDuration = dice.Milliseconds(1_000, 15_000),
            SlowCallDuration = isSlowRuleOn ? dice.Milliseconds(20, 500) : null,
            SlowCallRatio = isSlowRuleOn && dice.Chance(.5) ? .5 : null,
            BreakDuration = first,
            BreakDurationFactor = 1 + dice.Share(),
            MaxBreakDuration = first * 2,
            HalfOpenPermits = dice.Between(1, 3),
            HalfOpenSuccesses = dice.Between(1, 3),
            ProbeTimeout = dice.Milliseconds(500, 5_000),
            MinimumHosts = dice.Chance(.7) ? 1 : 2,
        };
    }

    // The cluster never opens, but hosts open for themselves.
    private static BreakerSettings TripsAlone(BreakerSettings settings) => settings with
    {
        MinimumHosts = 10_000, SamplingDuration = TimeSpan.FromHours(1),
    };

    private static BreakerSettings NeverTrips { get; } = new()
    {
        ConsecutiveFailures = 0, FailureRatio = 0, SamplingDuration = TimeSpan.FromHours(1),
    };
}
