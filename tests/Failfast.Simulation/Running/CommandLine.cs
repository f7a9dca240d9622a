using System.Globalization;

namespace Failfast.Simulation;

/// <summary>The parsed arguments; <see cref="Error"/> is set if they are invalid.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Failfast.Simulation: the real breaker protocol in virtual time, with faults.

          --seed N [--steps M] [--lines]   one run; ends with a line "history HASH", the same each time
          --seeds FROM..TO [--steps M]     a range of runs, both ends included; stops at the first that fails
          --survey FROM..TO [--steps M]    a complete range of runs: what broke, how often, and in which seeds first
          --realistic                        with one of the above: each seed's realistic scenario (docs/simulation.md)
          --only PROMISE                   as --realistic, but checks one promise: HalfOpenEnds, ComesBack, FewHungProbes,
                                           BreaksGrow, RunsOpen, RunsAge, FewReports
          --scale [--hosts N]              convergence, messages and bytes at scale (default 1000 hosts)
          --mutants                        searches for one deliberate fault after another; says which seed finds it

        Exit code: 0 every promise kept, 1 one broken, 2 invalid arguments.
        """;

    public ulong From { get; private init; }

    public ulong To { get; private init; }

    public bool IsRange { get; private init; }

    public long Steps { get; private init; } = Run.DefaultSteps;

    public bool Lines { get; private init; }

    /// <summary>Whether to run a range to its end, whatever fails.</summary>
    public bool IsSurvey { get; private init; }

    public bool IsRealistic { get; private init; }

    /// <summary>The promises of realistic scenarios to check.</summary>
    public RealisticPromises Promises { get; private init; } = RealisticPromises.All;

    /// <summary>The scenario of each seed; null for the seed's own.</summary>
    public Func<ulong, Scenario>? Scenario => IsRealistic ? Realistic : null;

    public bool IsScale { get; private init; }

    public bool IsMutants { get; private init; }

    public int Hosts { get; private init; } = 1_000;

    public string? Error { get; private init; }

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new CommandLine();
        string? mode = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (name is "--lines")
            {
                parsed = parsed with { Lines = true };
                continue;
            }

            if (name is "--realistic")
            {
                parsed = parsed with { IsRealistic = true };
                continue;
            }

            if (name is "--seed" or "--seeds" or "--survey" or "--scale" or "--mutants")
            {
                if (mode is not null)
                    return Wrong($"{mode} and {name} exclude each other.");
                mode = name;
                parsed = parsed with { IsScale = name is "--scale", IsMutants = name is "--mutants", IsSurvey = name is "--survey" };
                if (name is "--scale" or "--mutants")
                    continue;
            }

            if (name is not ("--seed" or "--seeds" or "--survey" or "--only" or "--steps" or "--hosts"))
                return Wrong($"'{name}' is not an option.");
            if (++i >= arguments.Count)
                return Wrong($"{name} needs a value.");
            if (Take(parsed, name, arguments[i]) is not { } taken)
                return Wrong($"{name} can't be '{arguments[i]}'.");
            parsed = taken;
        }

        return mode is null ? Wrong("say --seed, --seeds, --survey, --scale or --mutants.") : parsed;
    }

    private static CommandLine? Take(CommandLine parsed, string name, string value)
    {
        switch (name)
        {
            case "--seed":
                return TrySeed(value, out var seed) ? parsed with { From = seed, To = seed } : null;
            case "--seeds" or "--survey":
                return value.Split("..") is [var from, var to] && TrySeed(from, out var first) && TrySeed(to, out var last) && first <= last
                    ? parsed with { From = first, To = last, IsRange = true }
                    : null;
            case "--only":
                return Enum.TryParse<RealisticPromises>(value, out var promise) && Enum.IsDefined(promise)
                    ? parsed with { IsRealistic = true, Promises = promise }
                    : null;
            case "--steps":
                return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps is > 0 and <= 1_000_000_000
                    ? parsed with { Steps = steps }
                    : null;
            default:
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var hosts) && hosts is >= 2 and <= 100_000
                    ? parsed with { Hosts = hosts }
                    : null;
        }
    }

    private Scenario Realistic(ulong seed)
    {
        var scenario = Simulation.Scenario.Realistic(seed);
        return scenario with { Promises = scenario.Promises & Promises };
    }

    private static bool TrySeed(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);

    private static CommandLine Wrong(string error) => new() { Error = error };
}
