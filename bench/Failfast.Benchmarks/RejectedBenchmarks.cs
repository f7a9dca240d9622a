using BenchmarkDotNet.Attributes;
using Polly;

namespace Failfast.Benchmarks;

/// <summary>
/// The breaker is open, opened by failures for an hour, and nothing is thrown. Differences: Polly's outcome holds a new exception and
/// needs a context from a pool; Failfast's outcome creates an exception only on request, so that is measured too.
/// </summary>
[BenchmarkCategory("3 rejected, not throwing")]
public class RejectedBenchmarks : BreakerBenchmark
{
    private static readonly Func<ResilienceContext, int, ValueTask<Outcome<int>>> s_outcome =
        static (_, state) => Outcome.FromResultAsValueTask(state);

    private readonly ResilienceContext _kept = ResilienceContextPool.Shared.Get();
    private IBreakerGrain _breaker = null!;
    private ResiliencePipeline _polly = null!;

    protected override async Task Prepare()
    {
        _breaker = await Breakers.Open(Grains);
        _polly = await PollyBreakers.Open();
    }

    [Benchmark(Baseline = true, Description = "Polly ExecuteOutcomeAsync", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyOutcome()
    {
        var rejected = 0;
        for (var i = 0; i < Calls; i++)
        {
            var context = ResilienceContextPool.Shared.Get(Token);
            var outcome = await _polly.ExecuteOutcomeAsync(s_outcome, context, i);
            ResilienceContextPool.Shared.Return(context);
            rejected += outcome.Exception is null ? 0 : 1;
        }

        return Rejected.All(rejected, Calls);
    }

    [Benchmark(Description = "Polly ExecuteOutcomeAsync, one context kept", OperationsPerInvoke = Calls)]
    public async ValueTask<int> PollyOutcomeKeptContext()
    {
        var rejected = 0;
        for (var i = 0; i < Calls; i++)
            rejected += (await _polly.ExecuteOutcomeAsync(s_outcome, _kept, i)).Exception is null ? 0 : 1;
        return Rejected.All(rejected, Calls);
    }

    [Benchmark(Description = "TryGuard (state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> TryGuardState()
    {
        var rejected = 0;
        for (var i = 0; i < Calls; i++)
            rejected += (await _breaker.TryGuard(Delegates.SyncState, i, Token)).IsRejected ? 1 : 0;
        return Rejected.All(rejected, Calls);
    }

    [Benchmark(Description = "TryGuard (no state)", OperationsPerInvoke = Calls)]
    public async ValueTask<int> TryGuardStateless()
    {
        var rejected = 0;
        for (var i = 0; i < Calls; i++)
            rejected += (await _breaker.TryGuard(Delegates.Sync, Token)).IsRejected ? 1 : 0;
        return Rejected.All(rejected, Calls);
    }

    [Benchmark(Description = "TryGuard (state), RetryAfter read", OperationsPerInvoke = Calls)]
    public async ValueTask<int> TryGuardRetryAfter()
    {
        var rejected = 0;
        for (var i = 0; i < Calls; i++)
        {
            var outcome = await _breaker.TryGuard(Delegates.SyncState, i, Token);
            rejected += outcome.Rejection!.Value.RetryAfter > TimeSpan.Zero ? 1 : 0;
        }

        return Rejected.All(rejected, Calls);
    }

    [Benchmark(Description = "TryGuard (state), exception made", OperationsPerInvoke = Calls)]
    public async ValueTask<int> TryGuardException()
    {
        var rejected = 0;
        for (var i = 0; i < Calls; i++)
        {
            var outcome = await _breaker.TryGuard(Delegates.SyncState, i, Token);
            rejected += outcome.Rejection!.Value.ToException() is null ? 0 : 1;
        }

        return Rejected.All(rejected, Calls);
    }
}
