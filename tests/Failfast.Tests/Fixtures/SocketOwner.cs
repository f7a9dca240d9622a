using System.Globalization;

namespace Failfast.Tests.Fixtures;

/// <summary>Which process of this machine holds a loopback connection, by Linux' tables of sockets.</summary>
internal static class SocketOwner
{
    private const int Inode = 9;

    /// <summary>The tables are no snapshot: while other sockets come and go, an entry may be left out.</summary>
    private const int Tries = 50;

    /// <returns>The process, or 0 if it has ended or belongs to somebody else.</returns>
    public static async Task<int> Find(int localPort, int remotePort)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (Look(localPort, remotePort) is > 0 and var owner)
                return owner;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        return 0;
    }

    private static int Look(int localPort, int remotePort)
    {
        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => Port(fields[1]) == localPort && Port(fields[2]) == remotePort)
            .Select(fields => $"socket:[{fields[Inode]}]")
            .ToHashSet();
        return Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, null, out var id) ? id : 0)
            .FirstOrDefault(id => id != 0 && Holds(id, sockets));
    }

    private static int Port(string address) => int.Parse(address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..], NumberStyles.HexNumber, null);

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo($"/proc/{process}/fd").EnumerateFileSystemInfos().Any(file => file.LinkTarget is { } link && sockets.Contains(link));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
