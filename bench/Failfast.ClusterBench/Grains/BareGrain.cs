using System.Diagnostics;
using Failfast.Contract;
using Orleans.Concurrency;

namespace Failfast.ClusterBench.Grains;

/// <summary>A grain that does nothing: what Orleans itself costs.</summary>
internal interface IBareGrain : IGrainWithStringKey
{
    Task<int> Call(int value);

    /// <summary>What <see cref="Exchange"/> returns.</summary>
    Task Remember(GrainReply reply);

    /// <summary>Takes what a breaker's grain takes and returns what it returned: the cost of these messages without the breaker.</summary>
    Task<GrainReply> Exchange(HostReport report);

    [GuardedBy("work")]
    Task<int> Guarded(int value);

    Task Subscribe(IBareObserver observer);

    /// <summary>Pushes once to each observer.</summary>
    Task Push();
}

/// <summary>Receives pushes.</summary>
internal interface IBareObserver : IGrainObserver
{
    /// <param name="sentAt">The machine's clock.</param>
    [OneWay]
    Task Pushed(long sentAt);
}

internal sealed class BareGrain : Grain, IBareGrain
{
    private readonly List<IBareObserver> _observers = [];
    private GrainReply? _reply;

    public Task<int> Call(int value) => Task.FromResult(value);

    public Task Remember(GrainReply reply)
    {
        _reply = reply;
        return Task.CompletedTask;
    }

    public Task<GrainReply> Exchange(HostReport report) => Task.FromResult(_reply!);

    public Task<int> Guarded(int value) => Task.FromResult(value);

    public Task Subscribe(IBareObserver observer)
    {
        _observers.Add(observer);
        return Task.CompletedTask;
    }

    public Task Push()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var observer in _observers)
            observer.Pushed(now).Ignore();
        return Task.CompletedTask;
    }
}
