namespace Failfast.Simulation;

/// <summary>
/// Realistic scenarios, modelled on production: dependencies that hang longer than any time-out, answer late or flap; callers that give
/// up; hosts whose traffic differs a hundredfold or is regular; distant grains.
/// </summary>
internal sealed partial record Scenario
{
    /// <summary>The share of seeds whose own scenario is realistic.</summary>
    public const double RealisticShare = .25;

    // The share of these in which a run is as long as there are hosts.
    private const double ShareWithRuns = .15;

    private const double LeastSeconds = 60;
    private const int MostStretch = 8;

    // Every 100 ms.
    private const double SweepsPerSecond = 10;

    // A round trip stays below 2 s, the time-out of a host's messages.
    private const double FarthestMilliseconds = 930;

    private static readonly double[] Regular = [10, 50, 100, 250, 500, 1_000, 1_500, 2_000, 4_000, 10_000, 30_000, 60_000];

    /// <summary>Whether dependencies have long-lasting behaviors and each host a profile of its own.</summary>
    public bool IsRealistic { get; init; }

    /// <summary>Whether only dependencies, one bad host, storage and clocks go wrong.</summary>
    public bool IsCalm { get; init; }

    /// <summary>The additional checks; only in calm scenarios.</summary>
    public RealisticPromises Promises { get; init; }

    /// <summary>The hosts' traits by place; empty if all hosts are alike.</summary>
    public IReadOnlyList<HostProfile> Profiles { get; init; } = [];

    /// <summary>The factor on the usual number of steps.</summary>
    public int Stretch { get; init; } = 1;

    /// <summary>The approximate virtual duration of a run.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>When a calm run's dependencies have recovered for good.</summary>
    public TimeSpan BehaviorsEnd => Lasts * .45;

    public HostProfile? ProfileOf(int place) => place < Profiles.Count ? Profiles[place] : null;

    /// <summary>The seed's realistic scenario, even if its own is another.</summary>
    public static Scenario Realistic(ulong seed)
    {
        var dice = Prng.For(seed, 6);
        var isCalm = dice.Chance(.7);
        var runs = Prng.For(seed, 10);
        var hasRuns = runs.Chance(ShareWithRuns);
        List<HostProfile> profiles = [.. hasRuns ? Seldom(runs) : Profile(dice)];
        var longest = profiles.Max(one => one.Calls.Longest);
        var steps = profiles.Sum(one => (1_000 / one.Calls.Every) + SweepsPerSecond);
        var wanted = Math.Max(LeastSeconds, longest / 1_000 * 15);
        var stretch = (int)Math.Clamp(wanted * steps / Run.DefaultSteps, 1, MostStretch);
        var lasts = TimeSpan.FromSeconds(stretch * Run.DefaultSteps / steps);
        return new Scenario
        {
            IsRealistic = true,
            IsCalm = isCalm,
            Promises = isCalm ? RealisticPromises.All : RealisticPromises.None,
            Hosts = profiles.Count,
            Silos = dice.Between(2, 3),
            Breakers = 1,
            HasStorage = dice.Chance(.7),
            HasLiar = !isCalm && dice.Chance(.15),
            HasOperator = !isCalm && dice.Chance(.5),
            Profiles = profiles,
            CallEvery = 100,
            Pauses = !isCalm,
            Stretch = stretch,
            Lasts = lasts,
            FaultEvery = lasts.TotalMilliseconds / dice.Between(5, isCalm ? 12 : 40),
            Settings = hasRuns ? Usual(dice) with { ConsecutiveFailures = profiles.Count, SlowCallDuration = null }
                : dice.Chance(.6) ? Usual(dice)
                : Ordinary(dice),
        };
    }

    // A few hosts near the grain that call once or twice a second: which failure came after which success decides, and the report that
    // tells of a failure tells of an earlier success, too.
    private static IEnumerable<HostProfile> Seldom(Prng dice)
    {
        var (hosts, every) = (dice.Between(2, 3), dice.Milliseconds(300, 1_500).TotalMilliseconds);
        return Enumerable.Repeat(new HostProfile(new(every, false), new(double.PositiveInfinity, 0, 0), 0), hosts);
    }

    // Few hosts if one of them calls often.
    private static IEnumerable<HostProfile> Profile(Prng dice)
    {
        var (isUneven, isFar, isImpatient) = (dice.Chance(.4), dice.Chance(.5), dice.Chance(.5));
        var every = isUneven ? dice.Milliseconds(10, 600).TotalMilliseconds : dice.Pick(Regular);
        var isRegular = !isUneven || dice.Chance(.5);
        var hosts = every < 100 ? dice.Between(1, 3) : dice.Between(1, 5);
        for (var place = 0; place < hosts; place++)
        {
            var seldom = isUneven && place > 0 && dice.Chance(.7) ? 100 : 1;
            var distance = !isFar ? 0 : dice.Chance(.3) ? dice.Milliseconds(0, 100).TotalMilliseconds : dice.Share() * FarthestMilliseconds;
            yield return new(new(every * seldom, isRegular), isImpatient ? Waits(dice) : new(double.PositiveInfinity, 0, 0), distance);
        }
    }

    private static Patience Waits(Prng dice)
    {
        var cancelled = dice.Below(10) switch { 0 => 1, < 4 => dice.Between(2, 5), _ => 0 };
        if (dice.Chance(.3))
            return new(double.PositiveInfinity, 0, cancelled);
        var least = dice.Chance(.3) ? dice.Milliseconds(50, 300).TotalMilliseconds : dice.Milliseconds(300, 5_000).TotalMilliseconds;
        return new(least, least * 2, cancelled);
    }

    // The default settings for the most part, with shorter times.
    private static BreakerSettings Usual(Prng dice)
    {
        var first = dice.Milliseconds(500, 3_000);
        return new BreakerSettings
        {
            SamplingDuration = dice.Milliseconds(5_000, 30_000),
            BreakDuration = first,
            MaxBreakDuration = first * dice.Between(2, 6),
            ProbeTimeout = dice.Milliseconds(2_000, 10_000),
            SlowCallDuration = dice.Chance(.5) ? null : dice.Milliseconds(500, 4_000),
            HalfOpenPermits = dice.Chance(.7) ? 1 : dice.Between(1, 3),
            HalfOpenSuccesses = dice.Chance(.7) ? 1 : dice.Between(1, 3),
        };
    }
}
