using System.Diagnostics;

namespace Failfast.Demo;

/// <summary>A host of the demo in a process of its own. It reads orders from its input and writes messages to its output, one per line.</summary>
internal sealed class ChildHost : IDemoHost
{
    /// <summary>The first argument of the process; for internal use, so not a command-line option.</summary>
    public const string Mark = "--demo-child";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly string _name;
    private readonly TimeProvider _time;

    private ChildHost(Process process, string name, TimeProvider time) => (_process, _name, _time) = (process, name, time);

    /// <summary>Starts this program again, and waits until its silo is up.</summary>
    public static async Task<ChildHost> Start(
        IReadOnlyDictionary<string, string?> place, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Started as `dotnet Failfast.Demo.dll`.
        if (Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(typeof(ChildHost).Assembly.Location);
        start.ArgumentList.Add(Mark);
        foreach (var (key, value) in place)
            start.ArgumentList.Add($"--{key}={value}");

        var child = new ChildHost(Process.Start(start)!, place["Failfast:HostName"]!, time);
        try
        {
            while (!(await child.Hear(cancellationToken)).Ready)
            {
            }
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }

        return child;
    }

    public async Task<HostResult> Run(StartOrder order, Action<HostMessage> said, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(order.ToLine());
        await _process.StandardInput.FlushAsync(cancellationToken);
        while (true)
        {
            var message = await Hear(cancellationToken);
            if (message.Result is { } result)
                return result;
            said(message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The end of its input tells it to stop.
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<HostMessage> Hear(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            if (HostMessage.Parse(line) is { } message)
                return message;
        throw new DemoException($"{_name} (process {_process.Id}) ended before it had reported.");
    }
}
