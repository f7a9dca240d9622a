using BenchmarkDotNet.Attributes;

namespace Failfast.Benchmarks;

/// <summary>
/// The breaker is closed, the delegate completes synchronously, and somebody listens to all of Failfast's instruments or nobody does. Polly
/// reports nothing in either case: that takes another package.
/// </summary>
[BenchmarkCategory("1 closed, sync, measured")]
public class MeasuredBenchmarks : BreakerBenchmark
{
    private IBreakerGrain _breaker = null!;

    /// <summary>Whether somebody listens.</summary>
    [Params(false, true)]
    public bool Listens { get; set; }

    [Benchmark(Baseline = true, Description = "Polly (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyState()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await PollyBreakers.Default.ExecuteAsync(Delegates.SyncState, i, Token);
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

    protected override async Task Prepare()
    {
        _breaker = await Breakers.Closed(Grains, "payments");
        if (Listens)
            MeterReading.Start();
    }
}
