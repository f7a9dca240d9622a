namespace Failfast.Simulation;

/// <summary><c>--survey</c>: runs a complete range and lists what broke, most frequent first.</summary>
internal static class SurveyCommand
{
    private const int ShownSeeds = 5;

    public static int Execute(CommandLine line, TextWriter output)
    {
        var broken = new List<(string Kind, ulong Seed, string How)>();
        for (var (from, failed) = (line.From, (ulong?)line.From); failed is not null && from <= line.To;)
        {
            (failed, _, _, _) = SeedRange.Search(from, line.To, line.Steps, scenario: line.Scenario);
            if (failed is not { } seed)
                break;
            var how = Run.Of(seed, line.Steps, line.Scenario?.Invoke(seed)).Violation!;
            broken.Add((Shrinker.Kind(how), seed, how));
            from = seed + 1;
        }

        foreach (var kind in broken.GroupBy(one => one.Kind).OrderByDescending(kind => kind.Count()))
            output.WriteLine($"{kind.Count()} seeds ({string.Join(", ", kind.Take(ShownSeeds).Select(one => one.Seed))}): {kind.First().How}");
        output.WriteLine($"{broken.Count} of {line.To - line.From + 1} seeds break a promise");
        return broken.Count == 0 ? 0 : 1;
    }
}
