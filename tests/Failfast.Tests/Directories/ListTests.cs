namespace Failfast.Tests.Directories;

/// <summary>What the directory lists, from a silo and from an external client.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class ListTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;
    private readonly IBreakerDirectory _directory = shared.Cluster.Client.GetBreakerDirectory();

    [Fact]
    public async Task List_has_breakers_of_all_silos_worst_first_and_counts_by_state()
    {
        foreach (var name in new[] { "b-closed", "a-closed", "C-closed", "d-isolated", "e-disabled", "f-open", "g-near" })
            await _cluster.Client.GetBreaker($"list-{name}").GetStatus();
        await _cluster.Client.GetBreaker("list-d-isolated").Isolate("for the test");
        await _cluster.Client.GetBreaker("list-e-disabled").Disable();
        await _cluster.Client.GetBreaker("list-f-open").Fail(times: 5);
        await _cluster.Client.GetBreaker("list-g-near").Fail(times: 3);
        await _cluster.Becomes(async () => (await _directory.Find("list-f-open"))!.State == BreakerState.Open);
        await _cluster.Becomes(async () => (await _directory.Find("list-g-near"))!.Failures == 3);

        foreach (var host in _cluster.Hosts)
        {
            var page = await host.GetBreakerDirectory().Whole(new BreakerQuery { Prefix = "LIST-" });

            Assert.Equal(
                ["list-f-open", "list-d-isolated", "list-e-disabled", "list-g-near", "list-C-closed", "list-a-closed", "list-b-closed"],
                page.Breakers.Select(breaker => breaker.Name));
            Assert.Equal(new BreakerCounts { Closed = 4, Open = 1, Isolated = 1, Disabled = 1, NeedAttention = 4 }, page.Counts);
            Assert.Equal((7, null, false), (page.Total, page.Continuation, page.IsPartial));
        }
    }

    [Fact]
    public async Task List_by_state_or_attention_has_only_those_and_counts_all_of_the_prefix()
    {
        await _cluster.Client.GetBreaker("chosen-closed").GetStatus();
        await _cluster.Client.GetBreaker("chosen-isolated").Isolate();
        await _cluster.Client.GetBreaker("chosen-disabled").Disable();

        var states = await _directory.Whole(new BreakerQuery { Prefix = "chosen-", States = [BreakerState.Closed, BreakerState.Disabled] });
        var needy = await _directory.Whole(new BreakerQuery { Prefix = "chosen-", NeedsAttention = true });

        Assert.Equal(["chosen-disabled", "chosen-closed"], states.Breakers.Select(breaker => breaker.Name));
        Assert.Equal(["chosen-isolated", "chosen-disabled"], needy.Breakers.Select(breaker => breaker.Name));
        Assert.Equal((2, 2), (states.Total, needy.Total));
        Assert.Equal(states.Counts, needy.Counts);
        Assert.Equal(new BreakerCounts { Closed = 1, Isolated = 1, Disabled = 1, NeedAttention = 2 }, states.Counts);
    }

    [Fact]
    public async Task List_tells_of_an_open_breaker_what_an_operator_asks_first()
    {
        var breaker = _cluster.Client.GetBreaker("told-open");
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await _cluster.Becomes(async () => (await _directory.Find("told-open"))!.State == BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));

        var told = (await _directory.Find("told-open"))!;

        Assert.Equal("5 failures in a row: TimeoutException", told.Reason);
        Assert.InRange(told.StateFor!.Value.TotalSeconds, .99, 4);
        Assert.Equal(5, (told.StateFor + told.RetryAfter)!.Value.TotalSeconds, precision: 3);
        Assert.Equal((1, BreakerDurability.Volatile, false, true), (told.Generation, told.Durability, told.IsOperated, told.IsActive));
        var last = told.LastTransition!;
        Assert.Equal(
            (BreakerState.Closed, BreakerState.Open, TransitionActor.Rules, 1L, told.Reason),
            (last.From, last.To, last.Actor, last.Generation, last.Reason));

        _cluster.Time.Advance(TimeSpan.FromSeconds(5));
        var over = (await _directory.Find("told-open"))!;
        Assert.Equal((BreakerState.HalfOpen, BreakerAttention.HalfOpen, TimeSpan.Zero), (over.State, over.Attention, over.RetryAfter));
    }

    [Fact]
    public async Task List_tells_who_has_changed_a_breaker_and_that_settings_are_overridden()
    {
        var breaker = _cluster.Client.GetBreaker("told-operated");
        await breaker.Isolate("maintenance");

        var isolated = (await _directory.Find("told-operated"))!;
        Assert.Equal((true, false, "maintenance"), (isolated.IsOperated, isolated.SettingsAreOverridden, isolated.Reason));
        Assert.Null(isolated.RetryAfter);
        Assert.Equal(TransitionActor.Operator, isolated.LastTransition!.Actor);

        await breaker.Close();
        await breaker.Configure(new BreakerSettings { ConsecutiveFailures = 7 });
        var configured = (await _directory.Find("told-operated"))!;
        Assert.Equal((BreakerState.Closed, true, true), (configured.State, configured.IsOperated, configured.SettingsAreOverridden));

        await breaker.Configure(null);
        Assert.False((await _directory.Find("told-operated"))!.IsOperated);
    }

    [Fact]
    public async Task List_page_by_page_has_every_breaker_once_in_order()
    {
        string[] expected =
        [
            .. Enumerable.Range(0, 7).Select(i => $"paged-{i:00}"),
            .. Enumerable.Range(7, 30).Select(i => $"paged-{i:00}"),
        ];
        foreach (var name in expected)
            await _cluster.Client.GetBreaker(name).GetStatus();
        foreach (var name in expected.Take(7))
            await _cluster.Client.GetBreaker(name).Isolate();

        foreach (var size in new[] { 1, 5, 37, 500 })
        {
            var pages = await _directory.Pages(new BreakerQuery { Prefix = "paged-", PageSize = size });

            Assert.Equal(expected, pages.SelectMany(page => page.Breakers).Select(breaker => breaker.Name));
            Assert.All(pages, page => Assert.Equal(37, page.Total));
            Assert.All(pages, page => Assert.InRange(page.Breakers.Count, 1, size));
        }
    }

    [Theory]
    [InlineData(0, null, "PageSize is 0")]
    [InlineData(501, null, "PageSize is 501")]
    [InlineData(50, "x", "Continuation")]
    [InlineData(50, "9:name", "Continuation")]
    public async Task List_query_that_makes_no_sense_is_refused(int size, string? continuation, string message)
    {
        var query = new BreakerQuery { PageSize = size, Continuation = continuation };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _directory.List(query));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetDetails_has_transitions_with_actors_and_what_each_host_has_seen()
    {
        var breakers = _cluster.BreakersOn("detailed");
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 2);
        await _cluster.Becomes(async () => (await breakers[2].GetDetails()).Hosts.Sum(host => host.Calls) == breakers.Count + 2);
        await breakers[1].Isolate("first");
        await breakers[1].Close();

        var details = await breakers[2].GetDetails();

        Assert.Equal(
            [(BreakerState.Closed, TransitionActor.Operator), (BreakerState.Isolated, TransitionActor.Operator)],
            details.Transitions.Select(transition => (transition.To, transition.Actor)));
        Assert.Equal(BreakerState.Closed, details.Status.Snapshot.State);
        Assert.Equal(breakers.Count, details.Hosts.Count);
        var failing = Assert.Single(details.Hosts, host => host.Failures > 0);
        Assert.Equal((3, 2), (failing.Calls, failing.Failures));
        var cause = Assert.Single(failing.FailureCauses);
        Assert.Equal(("TimeoutException", new TimeoutException().Message, failing.Name), (cause.Name, cause.Message, cause.Host));
    }

    [Fact]
    public async Task GetDetails_has_the_calls_that_each_host_has_rejected()
    {
        var breakers = _cluster.BreakersOn("rejecting");
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Isolate("for a test");
        await Eventually.Is(() => breakers.All(breaker => breaker.State == BreakerState.Isolated));
        for (var i = 0; i < 7; i++)
            Assert.True((await breakers[0].TryGuard(_ => Task.FromResult(1))).IsRejected);

        await _cluster.Becomes(async () => (await breakers[2].GetDetails()).Hosts.Sum(host => host.Rejections) == 7);

        Assert.Single((await breakers[2].GetDetails()).Hosts, host => host.Rejections > 0);
    }
}
