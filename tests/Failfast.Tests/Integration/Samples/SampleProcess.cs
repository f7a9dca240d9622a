using Failfast.Simulation;

namespace Failfast.Tests.Integration.Samples;

/// <summary>A sample, started from its own output folder as <c>dotnet run</c> starts it.</summary>
internal sealed class SampleProcess(string name, params string[] arguments)
    : ProgramProcess(Program(name), new Dictionary<string, string> { ["DOTNET_CONTENTROOT"] = Path.GetDirectoryName(Program(name))! }, arguments)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The lines that a sample with a silo prints until it ends by itself.</summary>
    /// <param name="name">Of the sample.</param>
    public static async Task<IReadOnlyList<string>> RunToEnd(string name)
    {
        using var sample = new SampleProcess(name, $"--SiloPort={FreePort.Next()}", $"--GatewayPort={FreePort.Next()}");
        await sample.Ends();
        return sample.Output;
    }

    public async Task Ends() => Assert.True(await ExitCode(Patience) == 0, Everything);

    // In the configuration of the tests.
    private static string Program(string name)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Sources.Root, "samples", name, "bin", framework.Parent!.Name, framework.Name, $"{name}.dll");
    }
}
