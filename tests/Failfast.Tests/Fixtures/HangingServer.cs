using System.Net;
using System.Net.Sockets;

namespace Failfast.Tests.Fixtures;

/// <summary>A TCP server that accepts connections and never answers.</summary>
internal sealed class HangingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _accepted = [];
    private readonly Task _accepting;

    public HangingServer()
    {
        _listener.Start();
        _accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _accepted.ForEach(client => client.Dispose());
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _accepted.Add(await _listener.AcceptTcpClientAsync());
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }
}
