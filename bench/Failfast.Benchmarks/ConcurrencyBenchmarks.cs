using BenchmarkDotNet.Attributes;

namespace Failfast.Benchmarks;

/// <summary>
/// The breaker is closed, the delegate completes synchronously, and so many calls may run at a time that none is rejected for it. Polly's
/// limiter is measured alone and with a breaker; Failfast's limit is a setting of the breaker.
/// </summary>
[BenchmarkCategory("8 closed, sync, limited calls at a time")]
public class ConcurrencyBenchmarks : BreakerBenchmark
{
    private IBreakerGrain _breaker = null!;

    protected override async Task Prepare() => _breaker = await Breakers.Closed(Grains, "concurrency");

    [Benchmark(Baseline = true, Description = "Polly limiter alone (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyLimiter()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.Limiter.ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Polly limiter + breaker (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyBoth()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.WithLimiter.ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Guard (state), MaxConcurrentCalls on", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _breaker.Guard(Delegates.SyncState, i, Token);
        return sum;
    }
}
