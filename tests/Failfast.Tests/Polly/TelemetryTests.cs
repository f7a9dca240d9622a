using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace Failfast.Tests.Polly;

/// <summary>What Polly's telemetry sees.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class TelemetryTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;
    private readonly Listener _listener = new();

    [Fact]
    public async Task Transitions_and_rejections_are_reported_once_and_in_order()
    {
        var breaker = _cluster.Client.GetBreaker("polly-told");
        var pipeline = Pipeline("polly-told");
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<TimeoutException>(async () => await pipeline.ExecuteAsync(_ => throw new TimeoutException()));
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask));
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);
        await breaker.IsSeenAs(BreakerState.Closed);
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);

        Assert.Equal(
            [
                "Error OnCircuitOpened", "Warning OnFailfastRejected", "Warning OnFailfastRejected", "Warning OnCircuitHalfOpened",
                "Information OnCircuitClosed",
            ],
            _listener.Events);
        var opened = _listener.Arguments.OfType<OnCircuitOpenedArguments<object>>().Single();
        Assert.False(opened.IsManual);
        Assert.InRange(opened.BreakDuration, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
        Assert.All(_listener.Arguments.OfType<BreakerRejection>(), rejection => Assert.Equal("polly-told", rejection.BreakerName));
    }

    [Fact]
    public async Task Isolation_by_another_process_is_reported_as_manual_by_the_next_call()
    {
        var breaker = _cluster.Client.GetBreaker("polly-told-isolated");
        var pipeline = Pipeline("polly-told-isolated");
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);
        await _cluster.BreakersOn("polly-told-isolated")[0].Isolate("moving");
        await breaker.IsSeenAs(BreakerState.Isolated);

        await Assert.ThrowsAsync<IsolatedCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask));

        Assert.Equal(["Error OnCircuitOpened", "Warning OnFailfastRejected"], _listener.Events);
        var opened = _listener.Arguments.OfType<OnCircuitOpenedArguments<object>>().Single();
        Assert.Equal((true, TimeSpan.MaxValue), (opened.IsManual, opened.BreakDuration));
    }

    [Fact]
    public async Task Transition_that_many_calls_notice_is_reported_once()
    {
        await _cluster.Client.GetBreaker("polly-told-many").Isolate();
        var pipeline = Pipeline("polly-told-many");

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (_, _) => await Assert.ThrowsAsync<IsolatedCircuitException>(
            async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask)));

        Assert.Single(_listener.Events, told => told == "Error OnCircuitOpened");
        Assert.Equal(200, _listener.Events.Count(told => told == $"Warning {FailfastPollyEvents.Rejected}"));
    }

    private ResiliencePipeline Pipeline(string breaker) =>
        new ResiliencePipelineBuilder { TelemetryListener = _listener }.AddFailfastBreaker(_cluster.Client, breaker).Build();

    private sealed class Listener : TelemetryListener
    {
        public ConcurrentQueue<string> Events { get; } = new();

        public ConcurrentQueue<object> Arguments { get; } = new();

        public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args)
        {
            // Those of the pipeline itself tell of every execution.
            if (args.Source.StrategyName is null)
                return;
            Events.Enqueue($"{args.Event.Severity} {args.Event.EventName}");
            Arguments.Enqueue(args.Arguments!);
        }
    }
}
