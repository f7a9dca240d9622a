namespace Failfast.Tests.Integration.Processes;

/// <param name="Path">The built test host, of this release or an older one.</param>
public sealed record HostProgram(string Path)
{
    public static HostProgram Current { get; } = new(System.IO.Path.Combine(AppContext.BaseDirectory, "Failfast.TestHost.dll"));
}
