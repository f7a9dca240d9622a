using System.Diagnostics;
using System.Text.Json;
using Failfast.Simulation;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Integration.Upgrade;

/// <summary>The release before this one, as <c>releases.json</c> names it: built from the repository's history, once for each version.</summary>
internal static class OlderRelease
{
    private static readonly (string Version, string Commit) s_release = Read();
    private static readonly Lazy<Task<HostProgram>> s_host = new(BuildHost);

    public static string Version => s_release.Version;

    /// <summary>The test host of that release.</summary>
    public static Task<HostProgram> Host => s_host.Value;

    /// <summary>A copy of the files without their history can't build it.</summary>
    public static bool IsInHistory
    {
        get
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["cat-file", "-e", $"{s_release.Commit}^{{commit}}"])
            {
                WorkingDirectory = Sources.Root, RedirectStandardError = true,
            })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
    }

    private static async Task<HostProgram> BuildHost()
    {
        var folder = Path.Combine(Sources.Root, "artifacts", "releases", s_release.Version);
        var host = Path.Combine(folder, "tests", "Failfast.TestHost", "bin", "Release", "net10.0", "Failfast.TestHost.dll");
        if (File.Exists(host))
            return new(host);
        // Built beside and moved when done, so that half a build is never taken for a whole one.
        var fresh = $"{folder}.{Guid.NewGuid():N}";
        await Tool.Run(
            Sources.Root,
            $"mkdir -p '{fresh}' && git archive {s_release.Commit} | tar -x -C '{fresh}' && cd '{fresh}'"
            + " && dotnet build tests/Failfast.TestHost -c Release --nologo -v quiet -nodeReuse:false -p:RunAnalyzers=false"
            + $" && rm -rf '{folder}' && mv '{fresh}' '{folder}'");
        return new(host);
    }

    private static (string Version, string Commit) Read()
    {
        using var releases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Sources.Root, "releases.json")));
        var last = releases.RootElement.GetProperty("releases").EnumerateArray().Last();
        return (last.GetProperty("version").GetString()!, last.GetProperty("commit").GetString()!);
    }
}
