using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Failfast.Tests.Fixtures;

/// <summary>A real redis-server on a free loopback port, without persistence, for as long as the object lives.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private Process? _process;

    /// <summary>Not started yet: <see cref="Run"/> does.</summary>
    public RedisServer() => Port = FreePort.Next();

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> Start()
    {
        var server = new RedisServer();
        await server.Run();
        return server;
    }

    public async Task Run()
    {
        var start = new ProcessStartInfo(
            "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        await Eventually.Is(() => IsListening(Port), () => "redis-server does not listen");
    }

    /// <summary>As SIGSTOP: connections are taken, and nothing is answered until <see cref="Resume"/>.</summary>
    public Task Freeze() => Signals.Send(_process!, "STOP");

    public Task Resume() => Signals.Send(_process!, "CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    internal static async Task<bool> IsListening(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
