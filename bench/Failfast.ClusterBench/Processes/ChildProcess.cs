using System.Diagnostics;
using System.Text.Json;

namespace Failfast.ClusterBench.Processes;

/// <summary>This program, started again as a silo or a host. It takes one order per line of its input and answers each with a line.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The first argument of a child; not an option for users.</summary>
    public const string Mark = "--bench-child";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static async Task<ChildProcess> Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Started as `dotnet Failfast.ClusterBench.dll`.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.ArgumentList.Add(Mark);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var child = new ChildProcess(Process.Start(start)!);
        try
        {
            await child.Answer<string>("start");
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }

        return child;
    }

    public Task Do(string order, object? argument = null) => Ask<JsonElement?>(order, argument);

    public async Task<T> Ask<T>(string order, object? argument = null)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new Order(order, JsonSerializer.SerializeToElement(argument))));
            await _process.StandardInput.FlushAsync();
            return await Answer<T>(order);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing that it holds outlives the run, and a cluster that stops orderly takes many seconds.
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _turn.Dispose();
    }

    private async Task<T> Answer<T>(string order)
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System)
            ?? throw new InvalidOperationException($"Process {_process.Id} ended at '{order}'.");
        var answer = JsonSerializer.Deserialize<Answer>(line)!;
        return answer.Error is { } error
            ? throw new InvalidOperationException($"Process {_process.Id} at '{order}': {error}")
            : answer.Result.Deserialize<T>()!;
    }
}
