using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Processes;

/// <summary>One process of the test host, spoken to by lines.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where all silos were killed, Orleans lets a new one in when the dead have given no sign of life for 90 s.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(150);

    /// <summary>In lines: Orleans logs a page for each of a storm's messages that came too late.</summary>
    private const int LongestLog = 20_000;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    private HostProcess(Process process, int port) => (_process, SiloPort) = (process, port);

    /// <summary>0 for a client.</summary>
    public int SiloPort { get; }

    /// <summary>The last lines.</summary>
    public string Log => string.Join('\n', _log);

    public bool HasExited => _process.HasExited;

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    public static Task<HostProcess> StartSilo(HostProgram program, RedisServer redis, string cluster, params string[] options) =>
        StartSilo(program, redis, cluster, FreePort.Next(), FreePort.Next(), options);

    /// <param name="program">The test host.</param>
    /// <param name="redis">Of the cluster.</param>
    /// <param name="cluster">Its name.</param>
    /// <param name="port">At which the other silos find it.</param>
    /// <param name="gateway">At which clients find it.</param>
    /// <param name="options">As the test host has them.</param>
    public static Task<HostProcess> StartSilo(
        HostProgram program, RedisServer redis, string cluster, int port, int gateway, params string[] options) =>
        Start(program, ["silo", redis.ConnectionString, cluster, $"{port}", $"{gateway}", .. options], port);

    public static Task<HostProcess> StartClient(HostProgram program, RedisServer redis, string cluster, params string[] options) =>
        Start(program, ["client", redis.ConnectionString, cluster, .. options], 0);

    /// <summary>Sends a command and returns the words of its answer.</summary>
    public async Task<string[]> Ask(string command)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            return (await ReadLine(command, Patience)).Split(' ');
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

    private static async Task<HostProcess> Start(HostProgram program, string[] arguments, int port)
    {
        var start = new ProcessStartInfo("dotnet", [program.Path, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Most of them live for seconds: code is not worth optimising by what it does.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        var host = new HostProcess(Process.Start(start)!, port);
        host._process.ErrorDataReceived += (_, line) => host.Keep(line.Data ?? "");
        host._process.BeginErrorReadLine();
        Assert.Equal("ready", await host.ReadLine("start", StartPatience));
        return host;
    }

    private void Keep(string line)
    {
        _log.Enqueue(line);
        if (_log.Count > LongestLog)
            _log.TryDequeue(out _);
    }

    private async Task<string> ReadLine(string what, TimeSpan patience)
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(patience, TimeProvider.System)
                ?? throw new InvalidOperationException($"The host ended at '{what}':\n{Log}");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No answer to '{what}' within {patience}:\n{Log}");
        }
    }
}
