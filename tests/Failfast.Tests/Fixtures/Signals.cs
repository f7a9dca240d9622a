using System.Diagnostics;

namespace Failfast.Tests.Fixtures;

/// <summary>Signals that .NET has no word for.</summary>
internal static class Signals
{
    public static async Task Send(Process process, string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
