using System.Diagnostics;

namespace Failfast.TestHost;

/// <summary>What this process holds: live objects and what the system has given it, in KiB, and open files and sockets.</summary>
internal static class ProcessMemory
{
    public static string Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return $"{GC.GetTotalMemory(forceFullCollection: true) / 1024} {process.WorkingSet64 / 1024} {Directory.GetFiles("/proc/self/fd").Length}";
    }
}
