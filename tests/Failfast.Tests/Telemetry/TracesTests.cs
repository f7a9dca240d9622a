using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Failfast.Tests.Telemetry;

/// <summary>Spans and events: they belong to the activity of the caller.</summary>
public sealed class TracesTests
{
    private static readonly ActivitySource s_callers = new("callers");

    [Fact]
    public async Task Trip_rejection_and_probe_are_seen_in_the_caller_s_trace()
    {
        await using var cluster = await BreakerCluster.Start(silos: 1, configure: options => options.Defaults = new() { BreakDurationJitter = 0 });
        var breakers = cluster.BreakersOn("traced");
        await breakers.MeetAndSettle(cluster);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is FailfastTelemetry.ActivitySourceName or "callers",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var caller = s_callers.StartActivity("caller")!;

        await breakers[^1].Fail(times: 5);
        var opened = Assert.Single(caller.Events, it => it.Name == FailfastTelemetry.OpenedEvent);
        Assert.Contains(opened.Tags, tag => tag is { Key: FailfastTelemetry.BreakerTag, Value: "traced" });

        await breakers.AreSeenAs(BreakerState.Open);
        Assert.Throws<BreakerOpenException>(() => { _ = breakers[^1].Guard(_ => ValueTask.FromResult(1)).AsTask().GetAwaiter().GetResult(); });
        var rejection = Assert.Single(Of(FailfastTelemetry.RejectionSpan));
        Assert.Equal(("open", "state"), (rejection.GetTagItem(FailfastTelemetry.StateTag), rejection.GetTagItem(FailfastTelemetry.CauseTag)));

        cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        Activity? within = null;
        await cluster.Admits(() => breakers[^1].Guard(_ =>
        {
            within = Activity.Current;
            return ValueTask.FromException<int>(new TimeoutException("too slow"));
        }).AsTask().ContinueWith(ended => Assert.IsType<TimeoutException>(ended.Exception?.InnerException is BreakerOpenException open ? throw open : ended.Exception?.InnerException), TaskScheduler.Default));
        var probe = Assert.Single(Of(FailfastTelemetry.ProbeSpan));
        Assert.Same(probe, within);
        Assert.Equal((ActivityStatusCode.Error, "too slow"), (probe.Status, probe.StatusDescription));
        Assert.Same(caller, Activity.Current);

        IEnumerable<Activity> Of(string name) => spans.Where(span => span.OperationName == name && span.TraceId == caller.TraceId
            && span.GetTagItem(FailfastTelemetry.BreakerTag) is "traced");
    }

    [Fact]
    public async Task Permit_of_a_probe_has_a_span_that_is_not_current()
    {
        await using var cluster = await BreakerCluster.Start(silos: 1, configure: options => options.Defaults = new() { BreakDurationJitter = 0 });
        var breaker = cluster.Client.GetGrain<IBreakerGrain>("traced-permit");
        await breaker.Succeed();
        await breaker.Isolate("a test");
        await breaker.Close();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FailfastTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        using (var permit = await cluster.Admits(async () => await breaker.EnterAsync()))
        {
            Assert.Null(Activity.Current);
            permit.Succeed();
        }

        Assert.Single(ended, span => span.OperationName == FailfastTelemetry.ProbeSpan && span.GetTagItem(FailfastTelemetry.BreakerTag) is "traced-permit");
    }

    // No other class of tests listens to breakers.
    [Fact]
    public async Task Without_a_listener_there_is_no_event_and_no_span()
    {
        await using var cluster = await BreakerCluster.Start(silos: 1, configure: options => options.Defaults = new() { BreakDurationJitter = 0 });
        var breaker = cluster.Client.GetBreaker("untraced");
        await breaker.Succeed();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "callers", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var caller = s_callers.StartActivity("caller")!;

        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        Activity? within = null;
        await cluster.Admits(() => breaker.Guard(_ =>
        {
            within = Activity.Current;
            return Task.CompletedTask;
        }));

        Assert.Same(caller, within);
        Assert.Empty(caller.Events);
    }

    [Fact]
    public void OpenTelemetry_exports_the_spans_of_breakers()
    {
        var exported = new List<Activity>();
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddFailfastInstrumentation().AddInMemoryExporter(exported).Build();
        using var source = new ActivitySource("Failfast");

        source.StartActivity("to-be-exported")?.Dispose();

        Assert.True(provider.ForceFlush());
        Assert.Contains(exported, span => span.OperationName == "to-be-exported");
    }
}
