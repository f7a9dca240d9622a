using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Processes;

/// <summary>One process of the test host, spoken to by lines.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    private HostProcess(Process process, int port) => (_process, SiloPort) = (process, port);

    /// <summary>0 for a client.</summary>
    public int SiloPort { get; }

    public string Log => string.Join('\n', _log);

    public bool HasExited => _process.HasExited;

    /// <param name="redis">Of the cluster.</param>
    /// <param name="cluster">Its name.</param>
    /// <param name="options">As the test host has them.</param>
    public static Task<HostProcess> StartSilo(RedisServer redis, string cluster, params string[] options)
    {
        var port = FreePort.Next();
        return Start(["silo", redis.ConnectionString, cluster, $"{port}", $"{FreePort.Next()}", .. options], port);
    }

    public static Task<HostProcess> StartClient(RedisServer redis, string cluster, params string[] options) =>
        Start(["client", redis.ConnectionString, cluster, .. options], 0);

    /// <summary>Sends a command and returns the words of its answer.</summary>
    public async Task<string[]> Ask(string command)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            return (await ReadLine(command)).Split(' ');
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>How long a guarded call took, and how it ended.</summary>
    public async Task<(string Outcome, TimeSpan Took)> Guard(string call, string breaker)
    {
        var answer = await Ask($"{call} {breaker}");
        return (answer[0], TimeSpan.FromMilliseconds(double.Parse(answer[1], CultureInfo.InvariantCulture)));
    }

    /// <summary>In good order.</summary>
    public async Task Stop()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As SIGSTOP: nothing runs there until <see cref="Resume"/>, while its connections stay as they are.</summary>
    public Task Freeze() => Signals.Send(_process, "STOP");

    public Task Resume() => Signals.Send(_process, "CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
        _turn.Dispose();
    }

    private static async Task<HostProcess> Start(string[] arguments, int port)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "Failfast.TestHost.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Most of them live for seconds: code is not worth optimising by what it does.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        var host = new HostProcess(Process.Start(start)!, port);
        host._process.ErrorDataReceived += (_, line) => host._log.Enqueue(line.Data ?? "");
        host._process.BeginErrorReadLine();
        Assert.Equal("ready", await host.ReadLine("start"));
        return host;
    }

    private async Task<string> ReadLine(string what)
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System)
                ?? throw new InvalidOperationException($"The host ended at '{what}':\n{Log}");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No answer to '{what}' within {Patience}:\n{Log}");
        }
    }
}
