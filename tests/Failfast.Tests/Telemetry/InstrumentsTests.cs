namespace Failfast.Tests.Telemetry;

/// <summary>What the instruments say, host by host.</summary>
public sealed class InstrumentsTests : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;
    private MeterReader _client = null!;
    private MeterReader[] _silos = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(silos: 2, configure: options => options.Defaults = new() { BreakDurationJitter = 0 });
        _client = new(_cluster.Orleans.Client.ServiceProvider);
        _silos = [.. _cluster.Orleans.Silos.Select(silo => new MeterReader(silo.ServiceProvider))];
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        foreach (var silo in _silos)
            silo.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task State_is_one_for_the_present_state_and_zero_for_the_others_also_while_closed()
    {
        var breakers = _cluster.BreakersOn("state");
        await breakers.MeetAndSettle(_cluster);
        Assert.Equal([("closed", 1d), ("disabled", 0), ("half_open", 0), ("isolated", 0), ("open", 0)], States("state"));

        await breakers[0].Isolate("a test");
        await breakers[^1].IsSeenAs(BreakerState.Isolated);
        Assert.Equal([("closed", 0d), ("disabled", 0), ("half_open", 0), ("isolated", 1), ("open", 0)], States("state"));
    }

    [Fact]
    public async Task State_being_read_wakes_no_sleeping_breaker_and_leaves_it_out()
    {
        var breaker = _cluster.Client.GetBreaker("asleep");
        await breaker.Succeed();
        await _cluster.Becomes(async () => (await breaker.GetStatus()).Calls == 1);
        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return States("asleep").Count == 0;
        });
        var sent = _client.Sum(FailfastTelemetry.Reports, (FailfastTelemetry.BreakerTag, "asleep"));

        await _cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Empty(States("asleep"));
        Assert.Equal(sent, _client.Sum(FailfastTelemetry.Reports, (FailfastTelemetry.BreakerTag, "asleep")));
    }

    [Fact]
    public async Task Calls_are_counted_once_by_their_outcome()
    {
        var breaker = _cluster.Breaker("calls", settings => BreakerCluster.Counting(settings) with { SlowCallDuration = TimeSpan.FromSeconds(1) });
        _cluster.Configure(options => options.Ignore("calls", error => error is FormatException));
        await breaker.Succeed();
        await breaker.Fail(times: 2);
        await Assert.ThrowsAsync<FormatException>(async () => await breaker.Guard(_ => ValueTask.FromException<int>(new FormatException())));
        using var given = new CancellationTokenSource();
        var end = new TaskCompletionSource<int>();
        var cancelled = breaker.Guard(token => end.Task.WaitAsync(token), given.Token);
        given.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        var slow = breaker.Guard(_ => end.Task);
        await _cluster.Becomes(() => Task.FromResult(Outcomes("calls").ContainsKey("slow")));
        end.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => slow);
        await _cluster.Becomes(() => Task.FromResult(Outcomes("calls")["success"] == 1));

        Assert.Equal(
            [("cancelled", 1), ("failure", 2), ("ignored", 1), ("slow", 1), ("success", 1)],
            Outcomes("calls").OrderBy(it => it.Key, StringComparer.Ordinal).Select(it => (it.Key, it.Value)));
    }

    [Fact]
    public async Task Calls_of_a_disabled_breaker_are_uncounted()
    {
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>("uncounted");
        await breaker.Succeed();
        await breaker.Disable();
        await breaker.IsSeenAs(BreakerState.Disabled);
        await breaker.Succeed();

        await _cluster.Becomes(() => Task.FromResult(Outcomes("uncounted").GetValueOrDefault("uncounted") == 1));
    }

    [Fact]
    public async Task Transitions_are_counted_once_in_the_cluster_and_a_restart_of_the_grain_is_none()
    {
        var breakers = _cluster.BreakersOn("moves");
        await breakers.MeetAndSettle(_cluster);
        await breakers[^1].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await _cluster.Admits(() => breakers[0].Succeed());
        await breakers.AreSeenAs(BreakerState.Closed);
        await breakers[0].Isolate("to be remembered");
        await breakers.AreSeenAs(BreakerState.Isolated);

        var moves = _silos.SelectMany(silo => silo.Read(FailfastTelemetry.Transitions, (FailfastTelemetry.BreakerTag, "moves")))
            .Select(series => ($"{series.Tags[FailfastTelemetry.FromTag]} {series.Tags[FailfastTelemetry.ToTag]}", series.Value));

        Assert.Equal([("closed isolated", 1d), ("closed open", 1), ("half_open closed", 1), ("open half_open", 1)], moves.Order());
        Assert.Empty(_client.Read(FailfastTelemetry.Transitions));
    }

    [Fact]
    public async Task Trip_is_measured_from_its_report_and_its_probes_messages_and_writes_are_counted()
    {
        var breakers = _cluster.BreakersOn("trip");
        await breakers.MeetAndSettle(_cluster);
        await breakers[^1].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        // The host opens for itself at once: time must not pass before it has heard of the cluster's decision.
        await Eventually.Is(() => breakers[^1].Snapshot.Scope == BreakerScope.Cluster);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await breakers[^1].FailAsProbe(_cluster);
        var name = (FailfastTelemetry.BreakerTag, (object)"trip");

        await Eventually.Is(() => _client.Read(FailfastTelemetry.PropagationDuration, name).Count > 0);
        Assert.All(_client.Read(FailfastTelemetry.PropagationDuration, name), it => Assert.InRange(it.Value, 0, 1));
        Assert.Equal(1, _client.Sum(FailfastTelemetry.Probes, name, (FailfastTelemetry.OutcomeTag, "failure")));
        Assert.True(_client.Sum(FailfastTelemetry.Reports, name, (FailfastTelemetry.KindTag, "report"), (FailfastTelemetry.AnsweredTag, true)) > 0);
        Assert.Equal(0, _client.Sum(FailfastTelemetry.Alone, name));
        Assert.NotEmpty(_client.Read(FailfastTelemetry.Alone, name));
    }

    [Fact]
    public async Task Rejections_are_counted_by_their_cause()
    {
        var breaker = _cluster.Breaker("rejecting", it => it with { MaxConcurrentCalls = 1, RampUpDuration = TimeSpan.FromSeconds(100) });
        using (await breaker.EnterAsync())
            await breaker.IsRejected();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        for (var i = 0; i < 3; i++)
            await breaker.IsRejected();
        // An open breaker counts them without a word, and tells in a while.
        await _cluster.Becomes(() => Task.FromResult(Rejections().SequenceEqual([("concurrency", 1), ("state", 3)])));

        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await _cluster.Admits(breaker.Succeed);
        await breaker.IsSeenAs(BreakerState.Closed);
        // Just closed, it lets nothing through yet.
        await breaker.IsRejected();

        await _cluster.Becomes(() => Task.FromResult(Rejections().Contains(("ramp_up", 1))));

        List<(string, double)> Rejections() => [.. _client.Read(FailfastTelemetry.Rejections, (FailfastTelemetry.BreakerTag, "rejecting"))
            .GroupBy(series => (string)series.Tags[FailfastTelemetry.CauseTag]!).Select(cause => (cause.Key, cause.Sum(series => series.Value))).Order()];
    }

    [Fact]
    public async Task Durations_are_not_measured_unless_asked_for()
    {
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>("durations");
        await breaker.Succeed();

        Assert.Empty(_client.Read(FailfastTelemetry.CallDuration));
    }

    private List<(string State, double Value)> States(string breaker) =>
        [.. _client.Read(FailfastTelemetry.State, (FailfastTelemetry.BreakerTag, breaker)).Select(series => ((string)series.Tags[FailfastTelemetry.StateTag]!, series.Value)).Order()];

    private Dictionary<string, long> Outcomes(string breaker) => _client.Read(FailfastTelemetry.Calls, (FailfastTelemetry.BreakerTag, breaker))
        .ToDictionary(series => (string)series.Tags[FailfastTelemetry.OutcomeTag]!, series => (long)series.Value);
}
