using BenchmarkDotNet.Attributes;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;

namespace Failfast.Benchmarks;

/// <summary>
/// The breaker is closed and is looked up by name before each call. Differences: Polly's registry is one dictionary; GetGrain goes
/// through Orleans' reference factory and creates a new reference.
/// </summary>
[BenchmarkCategory("5 by name, closed, sync")]
public class LookupBenchmarks : BreakerBenchmark
{
    private const string Name = "payments";

    private readonly ResiliencePipelineRegistry<string> _registry = new();

    protected override async Task Prepare()
    {
        await Breakers.Closed(Grains, Name);
        _registry.TryAddBuilder(Name, static (builder, _) => builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions()));
    }

    [Benchmark(Baseline = true, Description = "Polly GetPipeline(name), then (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyByName()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _registry.GetPipeline(Name).ExecuteAsync(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "GetBreaker(name), then Guard (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GetBreaker()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await Grains.GetBreaker(Name).Guard(Delegates.SyncState, i, Token);
        return sum;
    }

    [Benchmark(Description = "GetGrain(name), then Guard (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> GetGrain()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await Grains.GetGrain<IBreakerGrain>(Name).Guard(Delegates.SyncState, i, Token);
        return sum;
    }
}
