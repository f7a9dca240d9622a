using System.Collections.Concurrent;
using System.Diagnostics;
using Failfast.ClusterBench.Grains;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Load;

/// <summary>Calls a bare grain and is pushed to by it.</summary>
internal sealed class BareHost(IGrainFactory grains) : IBareObserver
{
    private readonly ConcurrentQueue<long> _pushes = new();

    public Task Pushed(long sentAt)
    {
        _pushes.Enqueue(Stopwatch.GetTimestamp() - sentAt);
        return Task.CompletedTask;
    }

    public void Add(Orders orders)
    {
        orders.On<string, bool>("subscribe", async name =>
        {
            await Bare(name).Subscribe(grains.CreateObjectReference<IBareObserver>(this));
            return true;
        });
        orders.On<string, long>("hop", async name =>
        {
            var start = Stopwatch.GetTimestamp();
            await Bare(name).Call(1);
            return Stopwatch.GetTimestamp() - start;
        });
        orders.On<string, bool>("push", async name =>
        {
            await Bare(name).Push();
            return true;
        });
        // Waits for as many as there must be.
        orders.On<int, long[]>("pushes", async count =>
        {
            await Pause.Until(() => _pushes.Count >= count, $"{count} pushes have come");
            long[] taken = [.. _pushes];
            _pushes.Clear();
            return taken;
        });
    }

    private IBareGrain Bare(string name) => grains.GetGrain<IBareGrain>(name);
}
