using System.Diagnostics;
using Failfast.Simulation;

namespace Failfast.Tests.Fixtures;

/// <summary>The emulator's package, installed when it isn't yet.</summary>
internal static class Npm
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task<string>> s_azurite = new(Install);

    /// <summary>The script that starts the emulator's table service.</summary>
    public static Task<string> Azurite => s_azurite.Value;

    private static async Task<string> Install()
    {
        var folder = Path.Combine(Sources.Root, "tests", "azurite");
        var script = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (File.Exists(script))
            return script;
        var start = new ProcessStartInfo("npm", ["ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var npm = Process.Start(start)!;
        var said = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        try
        {
            await npm.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(npm.ExitCode == 0, $"npm ci failed:\n{string.Join('\n', await said)}");
        return script;
    }
}
