using System.Diagnostics;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Failfast.Benchmarks;

// --quick: what has a figure, roughly. Each class in a process of its own, and all cases of a class in it: nothing needs to be built.
if (args.Contains("--quick"))
{
    var failed = false;
    foreach (var type in Figure.All.Select(figure => figure.Of.Type).Distinct())
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, [.. Self(), "--short", "--in-process", .. args.Where(arg => arg != "--quick"), "--filter", .. Figure.CasesOf(type)])
        {
            // Methods are compiled for good as soon as they are called often; by default that waits until nothing new is compiled for a
            // while, and a silo compiles all the time.
            Environment = { ["DOTNET_TC_CallCountingDelayMs"] = "0" },
        };
        using var child = Process.Start(start)!;
        await child.WaitForExitAsync();
        failed |= child.ExitCode != 0;
    }

    return failed ? 1 : 0;
}

string[] own = ["--short", "--in-process"];
string[] rest = [.. args.Where(arg => !own.Contains(arg))];
// Everything by default: the switcher would ask interactively.
if (!rest.Any(arg => arg is "--filter" or "-f" or "--list" or "--help" or "--info"))
    rest = [.. rest, "--filter", "*"];
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
    .Run(rest, new BenchmarkConfig(args.Contains("--short"), args.Contains("--in-process"))).ToList();
Directory.CreateDirectory(BenchmarkConfig.Artifacts);
using (var file = new StreamLogger(new StreamWriter(Path.Combine(BenchmarkConfig.Artifacts, "micro.md"), append: true)))
    foreach (var summary in summaries)
        MarkdownExporter.GitHub.ExportToLog(summary, file);
foreach (var figure in Figure.All)
    if (figure.ValueIn(summaries) is { } value)
        Console.WriteLine(value);
return summaries.Count > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;

// Started as `dotnet Failfast.Benchmarks.dll`, or by its own name.
static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Program).Assembly.Location] : [];
