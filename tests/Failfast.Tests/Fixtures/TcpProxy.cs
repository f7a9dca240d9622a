using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Failfast.Tests.Fixtures;

/// <summary>
/// Stands in front of a TCP server and passes bytes on, or holds them: connections stay open, new ones are accepted, and nothing comes
/// through, as where a firewall has begun to drop packets.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly Task _accepting;
    private readonly ConcurrentBag<TcpClient> _sockets = [];
    private readonly CancellationTokenSource _end = new();
    private volatile HashSet<int> _held = [];

    public TcpProxy(int target)
    {
        (_target, Port) = (target, FreePort.Next());
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port { get; }

    /// <summary>Holds what these processes send and what they are sent; none lets all pass, and what was held arrives.</summary>
    public void Hold(params int[] processes) => _held = [.. processes];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        _end.Dispose();
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Serve(TcpClient from)
    {
        using var to = new TcpClient();
        _sockets.Add(from);
        _sockets.Add(to);
        var owner = await SocketOwner.Find(((IPEndPoint)from.Client.RemoteEndPoint!).Port, Port);
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(Pass(from, to, owner), Pass(to, from, owner));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            // Either side has gone, and so does the other.
        }

        from.Dispose();
    }

    private async Task Pass(TcpClient from, TcpClient to, int owner)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
        {
            while (_held.Contains(owner))
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
