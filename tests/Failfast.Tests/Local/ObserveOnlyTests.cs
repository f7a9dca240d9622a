using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Failfast.Tests.Local;

public sealed class ObserveOnlyTests
{
    [Fact]
    public async Task Guard_observe_only_rejects_nothing_and_measures_what_it_would_have_rejected()
    {
        using var listener = new MeterListener();
        var measured = new ConcurrentDictionary<(string? Breaker, string? Cause, bool Observed), long>();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument is { Meter.Name: "Failfast", Name: "failfast.breaker.rejections" })
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var by = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            var key = ((string?)by["failfast.breaker.name"], (string?)by["failfast.rejection.cause"], (bool)by["failfast.rejection.observed"]!);
            measured.AddOrUpdate(key, count, (_, before) => before + count);
        });
        listener.Start();
        await using var cluster = await BreakerCluster.Start(
            silos: 1,
            configure: options => options.Defaults = new()
            {
                ObserveOnly = true, MaxConcurrentCalls = 1, CallTimeout = TimeSpan.FromSeconds(2), BreakDurationJitter = 0,
                RampUpDuration = TimeSpan.FromHours(1),
            });
        var breaker = cluster.Client.GetBreaker("watched-only");
        await breaker.Succeed();

        // The limit and the time-out touch no call, and the time-out counts.
        var finish = new TaskCompletionSource<int>();
        var token = default(CancellationToken);
        var hanging = breaker.Guard(ct => { token = ct; return finish.Task; });
        await breaker.Succeed();
        cluster.Time.Advance(TimeSpan.FromSeconds(2.1));
        await Eventually.Is(async () => (await breaker.GetStatus()).Failures == 1);
        Assert.False(token.IsCancellationRequested || hanging.IsCompleted);
        finish.SetResult(7);
        Assert.Equal(7, await hanging);

        // Nor does being open, or ramping up.
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        for (var i = 0; i < 10; i++)
            await breaker.Succeed();
        await breaker.Close();
        await breaker.IsSeenAs(BreakerState.Closed);
        for (var i = 0; i < 10; i++)
            await breaker.Succeed();

        Assert.Equal(1, measured[("watched-only", "concurrency", true)]);
        // Those between the host's own trip and the cluster's are among them.
        Assert.InRange(measured[("watched-only", "state", true)], 10, 12);
        Assert.InRange(measured[("watched-only", "ramp_up", true)], 9, 10);
        Assert.DoesNotContain(measured.Keys, key => key.Breaker == "watched-only" && !key.Observed);
    }

    [Fact]
    public async Task TryEnter_that_only_observes_never_refuses()
    {
        await using var cluster = await BreakerCluster.Start(silos: 1, configure: options => options.Defaults = new()
        {
            ObserveOnly = true, BreakDurationJitter = 0,
        });
        var breaker = cluster.Client.GetBreaker("observed-permits");
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        Assert.NotNull(breaker.TryEnter());
        // The break is over, and a probe must be asked for.
        cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.NotNull(breaker.TryEnter());
        // The lease is over, and the grain must be heard.
        cluster.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(breaker.TryEnter());
    }

    [Fact]
    public async Task Guard_rejections_are_measured_by_cause()
    {
        var rejected = 0L;
        using var listener = RejectionMeter.Listen("measured", count => Interlocked.Add(ref rejected, count));
        await using var cluster = await BreakerCluster.Start(silos: 1);
        var breaker = cluster.Client.GetBreaker("measured");
        await breaker.Succeed();
        await breaker.Isolate();
        await breaker.IsSeenAs(BreakerState.Isolated);

        for (var i = 0; i < 100; i++)
            await breaker.IsRejected();
        cluster.Time.Advance(TimeSpan.FromMilliseconds(200));

        await Eventually.Is(() => Interlocked.Read(ref rejected) == 100, () => $"{rejected}");
    }
}
