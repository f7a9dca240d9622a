using Polly;
using Polly.CircuitBreaker;

namespace Failfast.ClusterBench.Load;

/// <summary>Calls of a dependency through a breaker; the dependency's exceptions are not thrown.</summary>
internal interface ILoadCalls
{
    ValueTask<bool> IsRejected(Func<ValueTask<int>> dependency);
}

internal sealed class GuardedCalls(IBreakerGrain breaker) : ILoadCalls
{
    public async ValueTask<bool> IsRejected(Func<ValueTask<int>> dependency) =>
        (await breaker.TryGuard(static (dependency, _) => dependency(), dependency)).IsRejected;
}

/// <summary>Polly's breaker with the same rule as Failfast's first: five failures in a row. It knows of this process's calls alone.</summary>
internal sealed class PollyCalls : ILoadCalls
{
    private readonly AsyncCircuitBreakerPolicy _polly = Policy.Handle<Exception>().CircuitBreakerAsync(5, TimeSpan.FromHours(1));

    public async ValueTask<bool> IsRejected(Func<ValueTask<int>> dependency)
    {
        try
        {
            await _polly.ExecuteAsync(() => dependency().AsTask());
            return false;
        }
        catch (BrokenCircuitException)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
