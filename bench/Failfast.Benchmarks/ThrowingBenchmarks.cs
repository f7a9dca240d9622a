using BenchmarkDotNet.Attributes;
using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Benchmarks;

/// <summary>The breaker is open and the caller catches the rejection. Same breakers and delegates as when nothing is thrown.</summary>
[BenchmarkCategory("4 rejected, throwing")]
public class ThrowingBenchmarks : BreakerBenchmark
{
    private const int Throws = 100;

    private readonly string _message = "bare";
    private IBreakerGrain _breaker = null!;
    private ResiliencePipeline _polly = null!;

    protected override async Task Prepare()
    {
        _breaker = await Breakers.Open(Grains);
        _polly = await PollyBreakers.Open();
    }

    [Benchmark(Baseline = true, Description = "Polly (state)", OperationsPerInvoke = Throws)]
    public async ValueTask<int> PollyState()
    {
        var rejected = 0;
        for (var i = 0; i < Throws; i++)
        {
            try
            {
                await _polly.ExecuteAsync(Delegates.SyncState, i, Token);
            }
            catch (BrokenCircuitException)
            {
                rejected++;
            }
        }

        return Rejected.All(rejected, Throws);
    }

    [Benchmark(Description = "Guard (state)", OperationsPerInvoke = Throws)]
    public async ValueTask<int> GuardState()
    {
        var rejected = 0;
        for (var i = 0; i < Throws; i++)
        {
            try
            {
                await _breaker.Guard(Delegates.SyncState, i, Token);
            }
            catch (BreakerOpenException)
            {
                rejected++;
            }
        }

        return Rejected.All(rejected, Throws);
    }

    [Benchmark(Description = "Guard (Task<T>)", OperationsPerInvoke = Throws)]
    public async ValueTask<int> GuardTask()
    {
        var rejected = 0;
        for (var i = 0; i < Throws; i++)
        {
            try
            {
                await _breaker.Guard(Delegates.SyncTask, Token);
            }
            catch (BreakerOpenException)
            {
                rejected++;
            }
        }

        return Rejected.All(rejected, Throws);
    }

    [Benchmark(Description = "bare: a new exception, awaited and caught", OperationsPerInvoke = Throws)]
    public async ValueTask<int> Bare()
    {
        var rejected = 0;
        for (var i = 0; i < Throws; i++)
        {
            try
            {
                await ValueTask.FromException<int>(new InvalidOperationException(_message));
            }
            catch (InvalidOperationException)
            {
                rejected++;
            }
        }

        return Rejected.All(rejected, Throws);
    }
}
