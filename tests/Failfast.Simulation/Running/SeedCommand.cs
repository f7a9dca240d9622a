namespace Failfast.Simulation;

/// <summary><c>--seed</c>: one run, and, when it fails, its shortest history.</summary>
internal static class SeedCommand
{
    private const int ShownLines = 120;

    public static int Execute(CommandLine line)
    {
        var outcome = Run.Of(line.From, line.Steps, keepsLines: line.Lines);
        foreach (var text in outcome.Lines)
            Console.WriteLine(text);
        Console.WriteLine($"seed {line.From}: {outcome.Steps} steps, {outcome.Lasted.TotalSeconds:0.0} virtual seconds, " +
            $"{outcome.Faults.Count} faults, {outcome.Scenario.Hosts} hosts, {outcome.Scenario.Breakers} breakers");
        if (outcome.Violation is not null)
            Explain(line.From, line.Steps);
        Console.WriteLine($"history {outcome.Hash:x16}");
        return outcome.Violation is null ? 0 : 1;
    }

    public static void Explain(ulong seed, long steps)
    {
        var shortest = Shrinker.Shrink(seed, steps);
        var lines = shortest.Lines.Where(text => !text.Contains("Rejected") && !text.Contains(" Lost ") && !text.Contains(" Counted ") && !text.Contains(" Reported ")).ToList();
        Console.WriteLine($"seed {seed} breaks a promise; with {shortest.Faults.Count} faults and {shortest.Scenario.Hosts} hosts left:");
        foreach (var text in lines.TakeLast(ShownLines))
            Console.WriteLine(text);
        Console.WriteLine($"broken: {shortest.Violation}");
        Console.WriteLine($"again:  dotnet run --project tests/Failfast.Simulation -- --seed {seed} --steps {steps}");
    }
}
