using System.Diagnostics;
using Failfast.ClusterBench.Load;
using Failfast.ClusterBench.Processes;
using StackExchange.Redis;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>What a call costs, in nanoseconds.</summary>
/// <param name="Guard">A guarded call.</param>
/// <param name="Redis">A read and an increment, one after the other.</param>
/// <param name="RedisManyAtOnce">The same, with 64 callers that share the connection; per call.</param>
internal sealed record RedisResult(double Guard, double Redis, double RedisManyAtOnce);

/// <summary>The host's part in <see cref="RedisPerCall"/>.</summary>
internal static class RedisHost
{
    private const int Callers = 64;
    private const int Block = 1_000;

    public static void Add(Orders orders, IGrainFactory grains) => orders.On<int, RedisResult>("redis", async port =>
    {
        var breaker = grains.GetBreaker("redis-or-not");
        await HostOrders.Meet(breaker);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}");
        var database = redis.GetDatabase();
        // Warm, then in turns.
        var turns = new List<RedisResult>();
        for (var turn = -1; turn < 3; turn++)
        {
            var now = new RedisResult(
                await Nanoseconds(1, async () => await Guarded(breaker), Block),
                await Nanoseconds(1, () => Redis(database), 1),
                await Nanoseconds(Callers, () => Redis(database), 1));
            if (turn >= 0)
                turns.Add(now);
        }

        return new(turns.Average(it => it.Guard), turns.Average(it => it.Redis), turns.Average(it => it.RedisManyAtOnce));
    });

    private static async ValueTask Guarded(IBreakerGrain breaker)
    {
        for (var i = 0; i < Block; i++)
            await breaker.Guard(static (state, _) => new ValueTask<int>(state), i);
    }

    // As a breaker would that keeps its state and its counts there.
    private static async Task Redis(IDatabase database)
    {
        if ((await database.StringGetAsync("breaker:state")).HasValue)
            throw new InvalidOperationException("Nothing has opened it.");
        await database.StringIncrementAsync("breaker:calls");
    }

    private static async Task<double> Nanoseconds(int callers, Func<Task> work, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(start).TotalSeconds < .7; count += calls)
                await work();
            return count;
        })));
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / counts.Sum();
    }
}
