using System.Diagnostics;

namespace Failfast.Simulation;

/// <summary>
/// <c>--mutants</c>: builds the code with one fault after another, in a copy of the sources, and has each searched for with
/// the seeds that CI runs.
/// </summary>
internal static class MutantsCommand
{
    private static readonly string[] Needed = ["Failfast.Core", "Failfast.Client", "Failfast.Grains", "tests/Failfast.Simulation"];

    public static int Execute()
    {
        var copy = Directory.CreateTempSubdirectory("failfast-mutants-").FullName;
        try
        {
            Copy(Sources.Root, copy);
            var found = MutantList.All.Count(mutant => IsFound(mutant, copy));
            Console.WriteLine($"{found} of {MutantList.All.Length} found, each within the {SeedRange.CiSeeds} seeds of CI");
            return found == MutantList.All.Length ? 0 : 1;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static bool IsFound(Mutant mutant, string copy)
    {
        var file = Path.Combine(copy, mutant.File);
        var source = File.ReadAllText(file);
        File.WriteAllText(file, mutant.Apply(source));
        try
        {
            var (built, output) = Dotnet(copy, "build", "tests/Failfast.Simulation", "-c", "Release", "-v", "q", "-p:RunAnalyzers=false");
            if (built != 0)
                throw new InvalidOperationException($"Mutant '{mutant.Name}' does not build:\n{output}");
            var watch = Stopwatch.StartNew();
            var (exit, said) = Dotnet(copy, "tests/Failfast.Simulation/bin/Release/net10.0/Failfast.Simulation.dll",
                "--seeds", $"0..{SeedRange.CiSeeds - 1}");
            var how = exit == 1 ? said.Split('\n').First(text => text.StartsWith("broken:", StringComparison.Ordinal)) : "NOT FOUND";
            var seeds = said.Split('\n').First(text => text.Contains(" seeds, ") && text.Contains(" in ")).Split(' ')[0];
            Console.WriteLine($"{mutant.Name}: {seeds} seeds, {watch.Elapsed.TotalSeconds:0.0} s\n    {how}");
            return exit == 1;
        }
        finally
        {
            File.WriteAllText(file, source);
        }
    }

    private static (int Exit, string Output) Dotnet(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static void Copy(string root, string copy)
    {
        foreach (var file in Directory.GetFiles(root).Where(file => Path.GetFileName(file) != "Failfast.sln"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        foreach (var file in Needed.SelectMany(folder => Sources.Under(folder)))
        {
            var target = Path.Combine(copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(root, file), target);
        }
    }
}
