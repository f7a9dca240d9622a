using BenchmarkDotNet.Attributes;

namespace Failfast.Benchmarks;

/// <summary>
/// The breaker is closed and each call has a time-out, which none reaches. Differences: Polly's caller waits until the call heeds its
/// token; Failfast's is freed at the time-out in any case, and the time-out is one of the breaker's settings.
/// </summary>
[BenchmarkCategory("7 closed, with a time-out")]
public class TimeoutBenchmarks : BreakerBenchmark
{
    private IBreakerGrain _breaker = null!;

    protected override async Task Prepare() => _breaker = await Breakers.Closed(Grains, "timeout");

    [Benchmark(Baseline = true, Description = "Polly time-out + breaker (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.WithTimeout.ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Guard (state), CallTimeout on", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _breaker.Guard(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Polly time-out + breaker (state), yields", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyYields()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.WithTimeout.ExecuteAsync(Delegates.YieldsState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Guard (state), CallTimeout on, yields", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardYields()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _breaker.Guard(Delegates.YieldsState, i, Token);
        return sum;
    }
}
