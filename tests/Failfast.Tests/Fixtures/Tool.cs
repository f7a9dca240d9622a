using System.Diagnostics;

namespace Failfast.Tests.Fixtures;

/// <summary>A build tool, run as a person at a shell runs it.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs a command line to its end.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="command">For bash.</param>
    /// <returns>All that it has printed.</returns>
    public static async Task<string> Run(string folder, string command)
    {
        // A file, because processes that the tool leaves behind, as compilers do, would keep a pipe open.
        var output = Path.GetTempFileName();
        var start = new ProcessStartInfo("bash", ["-c", $"{{ {command} ; }} > '{output}' 2>&1 < /dev/null"]) { WorkingDirectory = folder };
        // The runner's own, which names the build tools of its run.
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)))
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
            var said = await File.ReadAllTextAsync(output);
            Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}:\n{said}");
            return said;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            File.Delete(output);
        }
    }
}
