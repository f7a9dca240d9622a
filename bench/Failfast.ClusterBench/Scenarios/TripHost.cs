using System.Diagnostics;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>The host's part in <see cref="Trips"/>. Times are ticks of the machine's clock.</summary>
internal sealed class TripHost(IGrainFactory grains)
{
    private Task<long> _rejection = Task.FromResult(0L);

    public void Add(Orders orders)
    {
        orders.On<string, bool>("arm", Arm);
        orders.On<string, long>("rejection", _ => _rejection.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
        orders.On<string, long>("trip", Trip);
        orders.On<string, long>("isolate", async name =>
        {
            var start = Stopwatch.GetTimestamp();
            await grains.GetBreaker(name).Isolate("to measure");
            return start;
        });
    }

    private async Task<bool> Arm(string name)
    {
        var armed = new TaskCompletionSource();
        _rejection = FirstRejection(grains.GetBreaker(name), armed);
        await armed.Task;
        return true;
    }

    // A loop that calls all the time would take the processor from what is measured: so the call follows the news at once.
    private static async Task<long> FirstRejection(IBreakerGrain breaker, TaskCompletionSource armed)
    {
        await foreach (var seen in breaker.Watch())
        {
            armed.TrySetResult();
            if (seen.State is BreakerState.Open or BreakerState.Isolated
                && (await breaker.TryGuard(static _ => new ValueTask<int>(1))).IsRejected)
                return Stopwatch.GetTimestamp();
        }

        throw new InvalidOperationException("The watch has ended.");
    }

    /// <summary>Five failures, one a millisecond; returns when the last came.</summary>
    private async Task<long> Trip(string name)
    {
        var breaker = grains.GetBreaker(name);
        for (var i = 1; i < breaker.Snapshot.Settings.ConsecutiveFailures; i++)
        {
            await breaker.TryGuard(static _ => ValueTask.FromException<int>(new TimeoutException()));
            await Pause.For(.001);
        }

        var failedAt = 0L;
        await breaker.TryGuard(_ =>
        {
            failedAt = Stopwatch.GetTimestamp();
            return ValueTask.FromException<int>(new TimeoutException());
        });
        return failedAt != 0 ? failedAt : throw new InvalidOperationException($"The last call was rejected: {breaker.Snapshot}");
    }
}
