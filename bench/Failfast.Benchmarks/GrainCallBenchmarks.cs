using BenchmarkDotNet.Attributes;

namespace Failfast.Benchmarks;

/// <summary>A grain with a guarded and an unguarded method that do the same.</summary>
public interface IGuardedGrain : IGrainWithStringKey
{
    /// <summary>Not guarded.</summary>
    ValueTask<int> Bare(int value);

    /// <summary>Guarded.</summary>
    [GuardedBy("payments")]
    ValueTask<int> Guarded(int value);
}

/// <summary>Calls of a grain in the same silo, with and without <c>[GuardedBy]</c>. The goal is at most 1 us more.</summary>
[BenchmarkCategory("9 grain calls")]
public class GrainCallBenchmarks : BreakerBenchmark
{
    private IGuardedGrain _grain = null!;

    protected override async Task Prepare()
    {
        await Breakers.Closed(Grains, "payments");
        _grain = Grains.GetGrain<IGuardedGrain>("measured");
    }

    [Benchmark(Baseline = true, Description = "grain call", OperationsPerInvoke = Calls)]
    public async ValueTask<int> Bare()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _grain.Bare(i);
        return sum;
    }

    [Benchmark(Description = "grain call, [GuardedBy]", OperationsPerInvoke = Calls)]
    public async ValueTask<int> Guarded()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
            sum += await _grain.Guarded(i);
        return sum;
    }
}

internal sealed class GuardedGrain : Grain, IGuardedGrain
{
    public ValueTask<int> Bare(int value) => new(value);

    public ValueTask<int> Guarded(int value) => new(value);
}
