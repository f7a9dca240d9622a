using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>An HTTP service that is well or hangs, and counts every call that reaches it, by the host that made it.</summary>
internal sealed class ChaosDependency : IAsyncDisposable
{
    private readonly WebApplication _app = LoopbackApp.Prepare().Build();
    private readonly Lock _lock = new();
    private readonly List<(string Host, TaskCompletionSource End)> _inFlight = [];
    private int _arrivals;
    private int _most;

    /// <summary>While it is not, calls hang until their callers give up.</summary>
    public bool IsWell { get; private set; } = true;

    public int Arrivals => Volatile.Read(ref _arrivals);

    public IReadOnlyList<string> InFlight
    {
        get
        {
            lock (_lock)
                return [.. _inFlight.Select(call => call.Host)];
        }
    }

    /// <summary>The most calls that were here at one time since <see cref="CountAnew"/>; those of frozen hosts don't count.</summary>
    public int MostAtOnce
    {
        get
        {
            lock (_lock)
                return _most;
        }
    }

    public HashSet<string> Frozen { get; } = [];

    public static async Task<ChaosDependency> Start()
    {
        var dependency = new ChaosDependency();
        dependency._app.MapGet("/{host}/call", dependency.Answer);
        await dependency._app.StartAsync();
        return dependency;
    }

    public Uri AddressFor(string host) => new($"{_app.Urls.Single()}/{host}/");

    public void Hang() => IsWell = false;

    public void Recover()
    {
        lock (_lock)
        {
            IsWell = true;
            foreach (var (_, end) in _inFlight)
                end.TrySetResult();
        }
    }

    public void CountAnew()
    {
        lock (_lock)
            _most = Counted();
    }

    public async ValueTask DisposeAsync()
    {
        Recover();
        await _app.DisposeAsync();
    }

    private async Task Answer(string host, HttpContext context)
    {
        var call = (Host: host, End: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            _arrivals++;
            if (IsWell)
                return;
            _inFlight.Add(call);
            _most = Math.Max(_most, Counted());
        }

        try
        {
            await call.End.Task.WaitAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // Its caller has given up, or is dead.
        }
        finally
        {
            lock (_lock)
                _inFlight.Remove(call);
        }
    }

    private int Counted() => _inFlight.Count(call => !Frozen.Contains(call.Host));
}
