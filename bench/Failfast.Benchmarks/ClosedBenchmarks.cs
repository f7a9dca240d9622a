using BenchmarkDotNet.Attributes;

namespace Failfast.Benchmarks;

/// <summary>
/// The breaker is closed and the delegate completes synchronously. Differences: Polly keeps a failure ratio over 30 s; Failfast keeps
/// that, failures in a row and the counts for the grain, and its sweeps and reports run during the measurement. Polly takes the same
/// delegates, but none that returns Task&lt;T&gt; (the caller wraps the task), and has nothing like the slow-call rule.
/// </summary>
[BenchmarkCategory("1 closed, sync")]
public class ClosedBenchmarks : BreakerBenchmark
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
            sum += await PollyBreakers.Default.ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Polly (no state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyStateless()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.Default.ExecuteAsync(Delegates.Sync, Token);
        return sum;
    }

    [Benchmark(Description = "Polly (state), Failfast's ratio rule", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollySameRules()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.SameRules.ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Polly (state), pipeline of one type", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyTyped()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.Typed.ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "bare delegate (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> BareState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await Delegates.SyncState(i, Token);
        return sum;
    }

    [Benchmark(Description = "Guard (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _breaker.Guard(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "Guard (no state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardStateless()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _breaker.Guard(Delegates.Sync, Token);
        return sum;
    }

    [Benchmark(Description = "Guard (Task<T>)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardTask()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _breaker.Guard(Delegates.SyncTask, Token);
        return sum;
    }

    [Benchmark(Description = "TryGuard (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> TryGuardState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += (await _breaker.TryGuard(Delegates.SyncState, i, Token)).Result;
        return sum;
    }

    [Benchmark(Description = "Guard (state), slow-call rule on", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GuardSlowRule()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _slowRule.Guard(Delegates.SyncState, i, Token);
        return sum;
    }
}
