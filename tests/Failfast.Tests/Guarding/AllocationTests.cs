namespace Failfast.Tests.Guarding;

/// <summary>Guarding a call that completes synchronously, and rejecting one without throwing, costs no garbage.</summary>
public sealed class AllocationTests : IAsyncLifetime
{
    private const int MostWithTimeout = 376;
    private const int MostInFlight = 80;

    private static readonly Task<int> s_done = Task.FromResult(42);

    private static readonly Version s_version = new(1, 2);

    private BreakerCluster _cluster = null!;
    private IBreakerGrain _breaker = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(silos: 1, options =>
        {
            options.Breakers["slow-rule"] = new() { SlowCallDuration = TimeSpan.FromSeconds(10) };
            options.Breakers["concurrency"] = new() { MaxConcurrentCalls = 10 };
            options.Breakers["timeout"] = new() { CallTimeout = TimeSpan.FromSeconds(10) };
            options.ShouldHandleResult<object>("result-rules", result => result is null);
            options.ShouldHandleResult<IEnumerable<char>>("result-rules", result => !result.Any());
            options.ShouldHandleResult<Version>("result-rules", result => result.Major < 0);
        }, onRealTime: true);
        _breaker = await Known("payments");
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
        var breaker = await Known("result-rules");

        AllocatesNothing(() => Ended(breaker.Guard(static (state, _) => new ValueTask<Version>(state), s_version)));
        AllocatesNothing(() => Ended(breaker.Guard(static (state, _) => new ValueTask<object>(state), s_version)));
    }

    [Fact]
    public void TryGuard_allocates_nothing() =>
        AllocatesNothing(() => Outcome(_breaker.TryGuard(static (state, _) => new ValueTask<int>(state), 42)).IsSuccess);

    [Theory]
    [InlineData("slow-rule")]
    [InlineData("concurrency")]
    public async Task A_rule_that_is_on_allocates_nothing(string name)
    {
        var breaker = await Known(name);

        AllocatesNothing(() => Ended(breaker.Guard(static (state, _) => new ValueTask<int>(state), 42)));
    }

    [Fact]
    public void Metrics_that_are_read_allocate_nothing()
    {
        using var meter = new MeterReader(_cluster.Orleans.Client.ServiceProvider);

        AllocatesNothing(() => Ended(_breaker.Guard(static (state, _) => new ValueTask<int>(state), 42)));
    }

    [Fact]
    public void A_breaker_found_by_name_allocates_nothing() => AllocatesNothing(
        () => Ended(_cluster.Client.GetBreaker("payments").Guard(static (state, _) => new ValueTask<int>(state), 42)));

    // A token of its own, a timer, and what frees the caller when the time is over.
    [Fact]
    public async Task A_call_with_a_timeout_allocates_no_more_than_is_known()
    {
        var breaker = await Known("timeout");

        Assert.InRange(Allocations.Per(() => Ended(breaker.Guard(static (state, _) => new ValueTask<int>(state), 42))), 1, MostWithTimeout);
    }

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

    // One object, which is the task too.
    [Fact]
    public void A_call_in_flight_allocates_no_more_than_is_known() => Assert.InRange(Allocations.Per(Pending(_breaker, new())), 1, MostInFlight);

    [Fact]
    public async Task A_call_in_flight_allocates_no_more_when_it_may_become_slow()
    {
        var slowRule = await Known("slow-rule");
        var calls = new Reusable();

        Assert.Equal(Allocations.Per(Pending(_breaker, calls)), Allocations.Per(Pending(slowRule, calls)));
    }

    private static Func<bool> Pending(IBreakerGrain breaker, Reusable calls) => () =>
    {
        var call = breaker.Guard(static (calls, _) => calls.Begin(), calls).AsTask();
        var pended = !call.IsCompleted;
        calls.End();
        return pended && call.IsCompletedSuccessfully && call.Result == 42;
    };

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

    private async Task<IBreakerGrain> Known(string name)
    {
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>(name);
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Scope == BreakerScope.Cluster);
        return breaker;
    }

    private static bool Ended(Task task) => task.IsCompletedSuccessfully;

    private static bool Ended(ValueTask task) => task.IsCompletedSuccessfully;

    private static bool Ended<T>(ValueTask<T> task) => task.IsCompletedSuccessfully;

    private static GuardOutcome<T> Outcome<T>(ValueTask<GuardOutcome<T>> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("Not ended at once.");

    private static void AllocatesNothing(Func<bool> call) => Assert.Equal(0, Allocations.Per(call));
}
