using System.Diagnostics;

namespace Failfast.Simulation;

/// <summary><c>--seeds</c>: runs a range and prints progress and throughput.</summary>
internal static class RangeCommand
{
    public static int Execute(CommandLine line)
    {
        var watch = Stopwatch.StartNew();
        var last = TimeSpan.Zero;
        var (failed, ran, steps, took) = SeedRange.Search(line.From, line.To, line.Steps, (seeds, done) =>
        {
            if (watch.Elapsed - last < TimeSpan.FromSeconds(5))
                return;
            last = watch.Elapsed;
            Console.WriteLine($"{seeds} seeds, {done / 1e6:0.0} million steps, {seeds / watch.Elapsed.TotalSeconds:0} seeds/s");
        }, line.Scenario);
        Console.WriteLine($"{ran} seeds, {steps / 1e6:0.0} million steps in {took.TotalSeconds:0.0} s: {ran / took.TotalSeconds:0} seeds/s");
        if (failed is not { } seed)
        {
            Console.WriteLine("every promise kept");
            return 0;
        }

        SeedCommand.Explain(seed, line.Steps, Console.Out, scenario: line.Scenario?.Invoke(seed));
        return 1;
    }
}
