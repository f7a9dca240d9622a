using System.Diagnostics;

namespace Failfast.Simulation;

/// <summary><c>--scale</c>: prints the table of <c>docs/scale.md</c>.</summary>
internal static class ScaleCommand
{
    private const ulong Seed = 1;
    private const int HostsInAllTrips = 20_000;

    public static int Execute(int hosts)
    {
        var watch = Stopwatch.StartNew();
        var trips = Math.Max(2, HostsInAllTrips / hosts);
        var run = new ScaleRun(hosts, trips, Seed);
        run.Go();
        Console.WriteLine($"{hosts} hosts, 10 calls a second in each, {trips} trips; links {LinkModel.MedianMilliseconds} ms p50, " +
            $"{LinkModel.P99Milliseconds} ms p99; a silo takes {LinkModel.SiloTakes.TotalMicroseconds} us per message");
        Console.WriteLine();
        Console.WriteLine("| | p50 | p99 | last host | reports/s | pushes/s | report requests/s | payload/s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var phase in new[] { run.Healthy, run.Tripping, run.Open, run.Recovering })
            Console.WriteLine(phase);
        run.Decided.Sort();
        Console.WriteLine();
        Console.WriteLine($"From the dependency's fall to the trip: {run.Decided[run.Decided.Count / 2]:0.0} ms p50, {run.Decided[^1]:0.0} ms at most. " +
            $"({watch.Elapsed.TotalSeconds:0} s)");
        if (run.Violation is null)
            return 0;
        Console.WriteLine($"broken: {run.Violation}");
        return 1;
    }
}
