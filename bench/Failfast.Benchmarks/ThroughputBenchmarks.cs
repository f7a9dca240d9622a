using BenchmarkDotNet.Attributes;

namespace Failfast.Benchmarks;

/// <summary>
/// Two threads use one closed breaker; the delegate completes synchronously. The time is per call of both threads together, so its
/// inverse is the throughput; the same loop on one thread shows how it scales.
/// </summary>
[BenchmarkCategory("6 closed, sync, 2 threads on one breaker")]
public class ThroughputBenchmarks : BreakerBenchmark
{
    private const int Each = 100_000;

    private readonly TwoThreads _threads = new();
    private IBreakerGrain _breaker = null!;

    protected override async Task Prepare() => _breaker = await Breakers.Closed(Grains, "payments");

    [Benchmark(Baseline = true, Description = "Polly (state), 2 threads", OperationsPerInvoke = 2 * Each)]
    public int PollyTwo() => _threads.Run(Polly);

    [Benchmark(Description = "Polly (state), 1 thread", OperationsPerInvoke = Each)]
    public int PollyOne() => TwoThreads.Result(Polly);

    [Benchmark(Description = "bare delegate (state), 2 threads", OperationsPerInvoke = 2 * Each)]
    public int BareTwo() => _threads.Run(Bare);

    [Benchmark(Description = "bare delegate (state), 1 thread", OperationsPerInvoke = Each)]
    public int BareOne() => TwoThreads.Result(Bare);

    [Benchmark(Description = "Guard (state), 2 threads", OperationsPerInvoke = 2 * Each)]
    public int GuardTwo() => _threads.Run(Guard);

    [Benchmark(Description = "Guard (state), 1 thread", OperationsPerInvoke = Each)]
    public int GuardOne() => TwoThreads.Result(Guard);

    private async ValueTask<int> Polly()
    {
        var sum = 0;
        for (var i = 0; i < Each; i++)
            sum += await PollyBreakers.Default.ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    private async ValueTask<int> Bare()
    {
        var sum = 0;
        for (var i = 0; i < Each; i++)
            sum += await Delegates.SyncState(i, Token);
        return sum;
    }

    private async ValueTask<int> Guard()
    {
        var sum = 0;
        for (var i = 0; i < Each; i++)
            sum += await _breaker.Guard(Delegates.SyncState, i, Token);
        return sum;
    }
}
