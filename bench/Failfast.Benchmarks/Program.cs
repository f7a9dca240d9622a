using BenchmarkDotNet.Running;
using Failfast.Benchmarks;

var isShort = args.Contains("--short");
string[] rest = [.. args.Where(arg => arg != "--short")];
// Everything by default: the switcher would ask interactively.
if (!rest.Any(arg => arg is "--filter" or "-f" or "--list" or "--help" or "--info"))
    rest = [.. rest, "--filter", "*"];
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest, new BenchmarkConfig(isShort));
