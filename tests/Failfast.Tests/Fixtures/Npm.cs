using System.Diagnostics;
using Failfast.Simulation;

namespace Failfast.Tests.Fixtures;

/// <summary>Packages of npm that the tests run, each in a folder of its own beside them and installed when it isn't yet.</summary>
internal static class Npm
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task<string>> s_azurite = new(() => Install("azurite", "azurite/dist/src/table/main.js"));
    private static readonly Lazy<Task<string>> s_speller = new(() => Install("spelling", "cspell/bin.mjs"));

    /// <summary>The script that starts the emulator's table service.</summary>
    public static Task<string> Azurite => s_azurite.Value;

    /// <summary>The script of the spelling checker.</summary>
    public static Task<string> Speller => s_speller.Value;

    private static async Task<string> Install(string name, string file)
    {
        var folder = Path.Combine(Sources.Root, "tests", name);
        var script = Path.Combine(folder, "node_modules", file);
        if (File.Exists(script))
            return script;
        var (code, said) = await Run("npm", ["ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
        Assert.True(code == 0, $"npm ci failed in {folder}:\n{said}");
        return script;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Said)> Run(string command, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, string.Join('\n', await said));
    }
}
