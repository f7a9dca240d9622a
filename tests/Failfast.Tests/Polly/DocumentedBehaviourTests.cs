using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Tests.Polly;

/// <summary>The documented behaviour of Polly's circuit breaker, played on Polly's own and on Failfast's with the same settings.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class DocumentedBehaviourTests(SharedCluster shared)
{
    private static int s_names;

    private readonly BreakerCluster _cluster = shared.Cluster;

    [Theory]
    // Breaks, probes and RetryAfter follow the clock: Polly's integration test.
    [InlineData(.5, 10, "FFFFFFFFFF =O !1s +500ms !500ms +600ms F =O !1s +1.1s S =C")]
    // A failed probe opens again, for as long as if it were the first break.
    [InlineData(.5, 10, "FFFFFFFFFF =O +1.1s F =O +1.1s F =O +1.1s F =O !1s +1.1s S =C S")]
    // One more success does not open, and what was before a break does not count after it.
    [InlineData(.5, 4, "FFFF =O +1.1s S =C FFF =C SF =O")]
    // What is younger than the sampling duration counts; below the ratio nothing opens.
    [InlineData(.5, 4, "FFF =C +9s F =O !")]
    [InlineData(.5, 4, "SSSF =C S")]
    // Isolated until closed, whatever time passes.
    [InlineData(.5, 4, ":isolate =I !null +1000s !null :close =C S")]
    [InlineData(.5, 4, "FFFF =O :isolate =I !null +1000s !null :close =C S")]
    [InlineData(.5, 4, ":isolate =I :close =C FFFF =O !1s")]
    public async Task Breaker_plays_like_Pollys_own(double ratio, int minimum, string script)
    {
        await OfPolly(ratio, minimum).Play(script);
        await OfFailfast(ratio, minimum).Play(script);
    }

    [Theory]
    [InlineData(10, 10, 0, .1, false)]
    [InlineData(10, 10, 1, .1, true)]
    [InlineData(11, 10, 3, .1, true)]
    [InlineData(9, 10, 1, .1, false)]
    [InlineData(4, 4, 1, .5, false)]
    public async Task Breaker_opens_at_ratio_and_minimum_like_Pollys_own(int calls, int minimum, int failures, double ratio, bool opens)
    {
        // The last call is a failure, if there is one: a success opens neither of them.
        var (first, last) = failures == 0 ? ("", "") : (new string('F', failures - 1), "F");
        var script = $"{first}{new string('S', calls - failures)}{last} {(opens ? "=O !" : "=C S =C")}";

        await OfPolly(ratio, minimum).Play(script);
        await OfFailfast(ratio, minimum).Play(script);
    }

    // Polly had this breaker before version 8.
    [Fact]
    public async Task Breaker_of_consecutive_failures_plays_as_Pollys_did()
    {
        _cluster.Breaker("documented-run", it => it with
        {
            ConsecutiveFailures = 2, FailureRatio = 0, BreakDuration = TimeSpan.FromMinutes(1), MaxBreakDuration = TimeSpan.FromMinutes(1),
        });

        await OnFailfast("documented-run").Play("FSF =C F =O !60s +61s F =O ! +61s S =C F =C F =O !");
    }

    private static PipelineScript OfPolly(double ratio, int minimum)
    {
        var (time, state, control) = (new FakeTimeProvider(), new CircuitBreakerStateProvider(), new CircuitBreakerManualControl());
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(new()
        {
            FailureRatio = ratio, MinimumThroughput = minimum, SamplingDuration = TimeSpan.FromSeconds(10), BreakDuration = TimeSpan.FromSeconds(1),
            StateProvider = state, ManualControl = control,
        }).Build();
        return new(
            pipeline, expected => Eventually.Is(() => state.CircuitState == expected), time.Advance, () => control.IsolateAsync(),
            () => control.CloseAsync());
    }

    private PipelineScript OfFailfast(double ratio, int minimum)
    {
        var name = $"documented-{Interlocked.Increment(ref s_names)}";
        _cluster.Breaker(name, it => it with
        {
            ConsecutiveFailures = 0, FailureRatio = ratio, MinimumThroughput = minimum, SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(1), BreakDurationFactor = 1,
        });
        return OnFailfast(name);
    }

    private PipelineScript OnFailfast(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, name).Build();
        return new(
            pipeline,
            expected => Eventually.Is(
                () => breaker.Snapshot.State == Enum.Parse<BreakerState>($"{expected}") && (breaker.State == BreakerState.Closed || breaker.Snapshot.Scope == BreakerScope.Cluster),
                () => $"wanted {expected}, is {breaker.Snapshot}"),
            _cluster.Time.Advance, () => breaker.Isolate(), () => breaker.Close());
    }
}
