using System.Diagnostics;

namespace Failfast.Simulation;

/// <summary>
/// <c>--mutants</c>: builds a copy of the sources with one fault after another, and searches for each with the seeds that CI runs.
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
            Build(copy, "tests/Failfast.Simulation");
            var found = MutantList.All.Count(mutant => IsFound(mutant, copy));
            Console.WriteLine($"{found} of {MutantList.All.Length} found, each within the {SeedRange.CiSeeds} seeds of CI");
            return found == MutantList.All.Length ? 0 : 1;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    // Builds only the project with the fault, and replaces the correct assembly for the time of the search.
    private static bool IsFound(Mutant mutant, string copy)
    {
        var (file, project) = (Path.Combine(copy, mutant.File), mutant.File.Split('/')[0]);
        var used = Path.Combine(copy, Output("tests/Failfast.Simulation"), $"{project}.dll");
        var (source, right) = (File.ReadAllText(file), File.ReadAllBytes(used));
        File.WriteAllText(file, mutant.Apply(source));
        try
        {
            Build(copy, project, "--no-restore", "--no-dependencies");
            File.Copy(Path.Combine(copy, Output(project), $"{project}.dll"), used, overwrite: true);
            return Search(mutant, copy);
        }
        finally
        {
            File.WriteAllText(file, source);
            File.WriteAllBytes(used, right);
        }
    }

    private static bool Search(Mutant mutant, string copy)
    {
        var watch = Stopwatch.StartNew();
        var (exit, said) = Dotnet(copy, $"{Output("tests/Failfast.Simulation")}/Failfast.Simulation.dll", "--seeds", $"0..{SeedRange.CiSeeds - 1}");
        var how = exit == 1 ? said.Split('\n').First(text => text.StartsWith("broken:", StringComparison.Ordinal)) : "NOT FOUND";
        var seeds = said.Split('\n').First(text => text.Contains(" seeds, ") && text.Contains(" in ")).Split(' ')[0];
        Console.WriteLine($"{mutant.Name}: {seeds} seeds, {watch.Elapsed.TotalSeconds:0.0} s\n    {how}");
        return exit == 1;
    }

    private static string Output(string project) => $"{project}/bin/Release/net10.0";

    private static void Build(string copy, string project, params string[] options)
    {
        var (built, output) = Dotnet(copy, ["build", project, "-c", "Release", "-v", "q", "-p:RunAnalyzers=false", .. options]);
        if (built != 0)
            throw new InvalidOperationException($"{project} does not build:\n{output}");
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
