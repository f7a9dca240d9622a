namespace Failfast.Tests.Guarding;

/// <summary>Guarding a call that completes synchronously, and rejecting one without throwing, costs no garbage.</summary>
public sealed class AllocationTests : IAsyncLifetime
{
    private const int Calls = 10_000;

    private static readonly Task<int> s_done = Task.FromResult(42);

    private static readonly Version s_version = new(1, 2);

    private BreakerCluster _cluster = null!;
    private IBreakerGrain _breaker = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(silos: 1, options =>
        {
            options.Breakers["slow-rule"] = new() { SlowCallDuration = TimeSpan.FromSeconds(10) };
            options.ShouldHandleResult<object>("result-rules", result => result is null);
            options.ShouldHandleResult<IEnumerable<char>>("result-rules", result => !result.Any());
            options.ShouldHandleResult<Version>("result-rules", result => result.Major < 0);
        });
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
    public async Task A_reference_that_is_judged_by_rules_for_other_types_allocates_nothing()
    {
        var breaker = _cluster.Client.GetBreaker("result-rules");
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Scope == BreakerScope.Cluster);

        AllocatesNothing(() => Ended(breaker.Guard(static (state, _) => new ValueTask<Version>(state), s_version)));
        AllocatesNothing(() => Ended(breaker.Guard(static (state, _) => new ValueTask<object>(state), s_version)));
    }

    [Fact]
    public void TryGuard_allocates_nothing() =>
        AllocatesNothing(() => Outcome(_breaker.TryGuard(static (state, _) => new ValueTask<int>(state), 42)).IsSuccess);

    [Fact]
    public void The_state_and_the_snapshot_of_a_closed_breaker_allocate_nothing()
    {
        AllocatesNothing(() => _breaker.State == BreakerState.Closed);
        AllocatesNothing(() => _breaker.Snapshot.State == BreakerState.Closed);
    }

    [Fact]
    public async Task A_rejection_that_is_not_thrown_allocates_nothing()
    {
        await _breaker.Isolate("for the test");
        await Eventually.Is(() => _breaker.State == BreakerState.Isolated);

        AllocatesNothing(() => Outcome(_breaker.TryGuard(static (state, _) => new ValueTask<int>(state), 42)).IsRejected);
    }

    [Fact]
    public async Task A_call_in_flight_allocates_no_more_when_it_may_become_slow()
    {
        var slowRule = _cluster.Client.GetBreaker("slow-rule");
        await slowRule.Succeed();
        await Eventually.Is(() => slowRule.Snapshot.Scope == BreakerScope.Cluster);
        var calls = new Reusable();
        Func<bool> Pending(IBreakerGrain breaker) => () =>
        {
            var call = breaker.Guard(static (calls, _) => calls.Begin(), calls).AsTask();
            var pended = !call.IsCompleted;
            calls.End();
            return pended && call.IsCompletedSuccessfully && call.Result == 42;
        };

        Assert.Equal(Allocated(Pending(_breaker)), Allocated(Pending(slowRule)));
    }

    /// <summary>A call that is pending until it is ended, and costs nothing itself.</summary>
    private sealed class Reusable : System.Threading.Tasks.Sources.IValueTaskSource<int>
    {
        private System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore<int> _core;

        public ValueTask<int> Begin()
        {
            _core.Reset();
            return new(this, _core.Version);
        }

        public void End() => _core.SetResult(42);

        public int GetResult(short token) => _core.GetResult(token);

        public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(
            Action<object?> continuation, object? state, short token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }

    private static bool Ended(Task task) => task.IsCompletedSuccessfully;

    private static bool Ended(ValueTask task) => task.IsCompletedSuccessfully;

    private static bool Ended<T>(ValueTask<T> task) => task.IsCompletedSuccessfully;

    private static GuardOutcome<T> Outcome<T>(ValueTask<GuardOutcome<T>> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("Not ended at once.");

    private static void AllocatesNothing(Func<bool> call) => Assert.Equal(0, Allocated(call));

    private static long Allocated(Func<bool> call)
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

        return least;
    }
}
