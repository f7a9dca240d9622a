using BenchmarkDotNet.Attributes;

namespace Failfast.Benchmarks;

/// <summary>
/// The breaker is closed and the delegate really yields: it continues as a thread pool work item, and so does the caller's loop.
/// Differences: as when it completes synchronously.
/// </summary>
[BenchmarkCategory("2 closed, yields")]
public class YieldingBenchmarks : BreakerBenchmark
{
    private IBreakerGrain _breaker = null!;
    private IBreakerGrain _slowRule = null!;

    protected override async Task Prepare()
    {
        _breaker = await Breakers.Closed(Grains, "payments");
        _slowRule = await Breakers.Closed(Grains, "slow-rule");
    }

    [Benchmark(Baseline = true, Description = "Polly (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.Default.ExecuteAsync(Delegates.YieldsState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Polly (state), pipeline of one type", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyTyped()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.Typed.ExecuteAsync(Delegates.YieldsState, i, Token);
        return sum;
    }

    [Benchmark(Description = "bare delegate (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> Bare()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await Delegates.YieldsState(i, Token);
        return sum;
    }

    [Benchmark(Description = "Guard (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _breaker.Guard(Delegates.YieldsState, i, Token);
        return sum;
    }

    [Benchmark(Description = "TryGuard (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> TryGuardState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += (await _breaker.TryGuard(Delegates.YieldsState, i, Token)).Result;
        return sum;
    }

    [Benchmark(Description = "Guard (state), slow-call rule on", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardSlowRule()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _slowRule.Guard(Delegates.YieldsState, i, Token);
        return sum;
    }
}
