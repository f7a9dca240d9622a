using System.ComponentModel;
using System.Diagnostics;
using Failfast.ClusterBench.Scenarios;
using Spectre.Console.Cli;

namespace Failfast.ClusterBench;

/// <summary>
/// Runs the scenarios one after another. One that fails is told on standard error, has no figures, and makes the exit code 1; the others
/// still run.
/// </summary>
[Description("Measures Failfast as a cluster: silos and hosts are processes of this machine.")]
internal sealed class BenchCommand : AsyncCommand<BenchSettings>
{
    private static readonly IScenario[] s_all =
    [
        // In an order in which most find the processes that they need.
        new Trips(), new Falls(), new Leaks(), new Messages(), new Reports(), new RedisPerCall(), new Memory(), new Storm(), new Throughput(),
    ];

    public override async Task<int> ExecuteAsync(CommandContext context, BenchSettings settings, CancellationToken cancellationToken)
    {
        var results = new Results(Console.Out);
        var failed = false;
        await using var bench = new Bench(settings.Quick, results);
        foreach (var scenario in s_all)
        {
            var name = scenario.GetType().Name;
            if (settings.Only.Length > 0 ? !settings.Only.Contains(name) : settings.Quick && !scenario.IsInQuick)
                continue;
            var watch = Stopwatch.StartNew();
            try
            {
                await scenario.Run(bench);
                await Console.Error.WriteLineAsync($"{name}: {watch.Elapsed.TotalSeconds:0} s");
            }
            catch (Exception error)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"{name} failed after {watch.Elapsed.TotalSeconds:0} s: {error}");
                await bench.DropCluster();
            }
        }

        if (settings.Output is { } file)
            await File.WriteAllTextAsync(file, results.Markdown, cancellationToken);
        else
            Console.WriteLine(results.Markdown);
        return failed ? 1 : 0;
    }
}
