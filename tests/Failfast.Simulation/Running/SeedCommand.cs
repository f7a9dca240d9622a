namespace Failfast.Simulation;

/// <summary><c>--seed</c>: one run and, if it fails, its shortest history.</summary>
internal static class SeedCommand
{
    private const int ShownLines = 120;

    // Notes that are too frequent to explain anything.
    private static readonly string[] Everyday =
        [.. new[] { What.Rejected, What.Lost, What.Counted, What.Reported }.Select(what => $" {what} ")];

    public static int Execute(CommandLine line, TextWriter output)
    {
        var outcome = Run.Of(line.From, line.Steps, line.Scenario?.Invoke(line.From), keepsLines: line.Lines);
        foreach (var text in outcome.Lines)
            output.WriteLine(text);
        output.WriteLine($"seed {line.From}: {outcome.Steps} steps, {outcome.Lasted.TotalSeconds:0.0} virtual seconds, " +
            $"{outcome.Faults.Count} faults, {outcome.Scenario.Hosts} hosts, {outcome.Scenario.Breakers} breakers");
        if (outcome.Violation is not null)
            Explain(line.From, line.Steps, output, scenario: line.Scenario?.Invoke(line.From));
        output.WriteLine($"history {outcome.Hash:x16}");
        return outcome.Violation is null ? 0 : 1;
    }

    public static void Explain(ulong seed, long steps, TextWriter output, Action<World>? promise = null, Scenario? scenario = null)
    {
        var shortest = Shrinker.Shrink(seed, steps, promise, scenario);
        var lines = shortest.Lines.Where(text => !Everyday.Any(text.Contains));
        output.WriteLine($"seed {seed} breaks a promise; left of it are {shortest.Scenario.Hosts} hosts, {shortest.Scenario.Silos} silos, " +
            $"{shortest.Faults.Count} faults and {shortest.Steps} steps:");
        foreach (var text in lines.TakeLast(ShownLines))
            output.WriteLine(text);
        output.WriteLine($"broken: {shortest.Violation}");
        output.WriteLine($"again:  dotnet run --project tests/Failfast.Simulation -- --seed {seed} --steps {steps}{Realistic(scenario)}");
    }

    private static string Realistic(Scenario? scenario) => scenario switch
    {
        null => "",
        { Promises: not (RealisticPromises.None or RealisticPromises.All) } => $" --only {scenario.Promises}",
        _ => " --realistic",
    };
}
