using Failfast.Tests.Cluster;

namespace Failfast.Tests.Guard;

/// <summary>Guarding a call that completes synchronously, and rejecting one without throwing, costs no garbage.</summary>
public sealed class AllocationTests : IAsyncLifetime
{
    private const int Calls = 10_000;

    private static readonly Task<int> s_done = Task.FromResult(42);

    private BreakerCluster _cluster = null!;
    private IBreakerGrain _breaker = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(silos: 1);
        _breaker = _cluster.Client.GetGrain<IBreakerGrain>("payments");
        await _breaker.Guard(_ => ValueTask.CompletedTask);
        await Eventually.Is(() => _breaker.Snapshot.Scope == BreakerScope.Cluster);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public void A_value_task_with_a_result_allocates_nothing() =>
        AllocatesNothing(() => Ended(_breaker.Guard(static _ => new ValueTask<int>(42))));

    [Fact]
    public void A_value_task_without_result_allocates_nothing() =>
        AllocatesNothing(() => Ended(_breaker.Guard(static _ => ValueTask.CompletedTask)));

    [Fact]
    public void A_cached_task_with_a_result_allocates_nothing() =>
        AllocatesNothing(() => Ended(_breaker.Guard(static _ => s_done)));

    [Fact]
    public void A_cached_task_without_result_allocates_nothing() =>
        AllocatesNothing(() => Ended(_breaker.Guard(static _ => Task.CompletedTask)));

    [Fact]
    public void A_state_argument_allocates_nothing() =>
        AllocatesNothing(() => Ended(_breaker.Guard(static (state, _) => new ValueTask<int>(state), 42)));

    [Fact]
    public void A_reference_as_state_and_result_allocates_nothing() =>
        AllocatesNothing(() => Ended(_breaker.Guard(static (state, _) => new ValueTask<string>(state), "42")));

    [Fact]
    public void TryGuard_allocates_nothing() =>
        AllocatesNothing(() => Outcome(_breaker.TryGuard(static (state, _) => new ValueTask<int>(state), 42)).IsSuccess);

    [Fact]
    public async Task A_rejection_that_is_not_thrown_allocates_nothing()
    {
        await _breaker.Isolate("for the test");
        await Eventually.Is(() => _breaker.State == BreakerState.Isolated);

        AllocatesNothing(() => Outcome(_breaker.TryGuard(static (state, _) => new ValueTask<int>(state), 42)).IsRejected);
    }

    private static bool Ended(Task task) => task.IsCompletedSuccessfully;

    private static bool Ended(ValueTask task) => task.IsCompletedSuccessfully;

    private static bool Ended<T>(ValueTask<T> task) => task.IsCompletedSuccessfully;

    private static GuardOutcome<T> Outcome<T>(ValueTask<GuardOutcome<T>> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("Not ended at once.");

    private static void AllocatesNothing(Func<bool> call)
    {
        var least = long.MaxValue;
        // Again until nothing is compiled or made for the first time in between.
        for (var round = 0; round < 20 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
                if (!call())
                    Assert.Fail($"Call {i} of round {round} did not end at once, as it should.");
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
