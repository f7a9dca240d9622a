namespace Failfast.Simulation;

/// <summary>Makes a failing run shorter: fewer faults, fewer actors, as long as it still fails.</summary>
internal static class Shrinker
{
    public static Run.Outcome Shrink(ulong seed, long steps)
    {
        var best = Run.Of(seed, steps);
        var kind = Kind(best.Violation!);
        var left = new HashSet<int>();
        var scenario = best.Scenario;
        foreach (var smaller in Smaller(scenario))
            if (Run.Of(seed, steps, smaller, left) is { Violation: { } how } still && Kind(how) == kind)
                (best, scenario) = (still, smaller);
        // Halves first, then one by one.
        for (var size = Math.Max(1, best.Faults.Count / 2); ; size /= 2)
        {
            foreach (var chunk in best.Faults.Chunk(size).ToList())
            {
                var fewer = left.Concat(chunk).ToHashSet();
                if (Run.Of(seed, steps, scenario, fewer) is { Violation: { } how } still && Kind(how) == kind)
                    (best, left) = (still, fewer);
            }

            if (size == 1)
                return Run.Of(seed, steps, scenario, left, keepsLines: true);
        }
    }

    // What broke, without who and how often: a shorter run that breaks something else explains nothing.
    private static string Kind(string violation) => string.Concat(
        violation[(violation.IndexOf(':') + 1)..].Where(letter => char.IsLetter(letter) || letter == ' ').Take(24));

    private static IEnumerable<Scenario> Smaller(Scenario scenario)
    {
        if (scenario.Breakers > 1)
            yield return scenario with { Breakers = 1 };
        for (var hosts = 1; hosts < scenario.Hosts; hosts++)
            yield return scenario with { Breakers = 1, Hosts = hosts };
    }
}
