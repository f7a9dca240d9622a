namespace Failfast.Tests.Integration.Clusters;

[Collection(SharedClusterTests.Name)]
public sealed class OperatorTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Isolate_and_close_reach_every_host()
    {
        var breakers = _cluster.BreakersOn("isolated");
        await breakers.Meet();

        var status = await breakers[3].Isolate("maintenance");

        Assert.Equal(BreakerState.Isolated, status.Snapshot.State);
        Assert.Equal(BreakerDurability.Volatile, status.Durability);
        await breakers.AreSeenAs(BreakerState.Isolated);
        foreach (var breaker in breakers)
        {
            var rejection = await breaker.IsRejected();
            Assert.Equal("maintenance", rejection.Reason);
            Assert.Null(rejection.RetryAfter);
        }

        _cluster.Time.Advance(TimeSpan.FromDays(1));
        await breakers[0].IsRejected();
        await breakers[1].Close();
        await breakers.AreSeenAs(BreakerState.Closed);
        await breakers.Meet();
    }

    [Fact]
    public async Task Close_ends_what_a_host_holds_open_for_itself()
    {
        var breakers = _cluster.BreakersOn("two-hosts-own-trip", it => it with { MinimumHosts = 2 });
        await breakers.Meet();
        await breakers[0].Fail(times: 5);
        await breakers[0].IsSeenAs(BreakerState.Open);
        Assert.Equal(BreakerScope.Host, breakers[0].Snapshot.Scope);

        await breakers[1].Close();

        await breakers[0].IsSeenAs(BreakerState.Closed);
        await breakers[0].Succeed();
    }

    [Fact]
    public async Task Disable_lets_everything_through_and_enable_counts_again()
    {
        var breakers = _cluster.BreakersOn("disabled");
        await breakers.MeetAndSettle(_cluster);

        await breakers[0].Disable();
        await breakers.AreSeenAs(BreakerState.Disabled);
        await breakers[1].Fail(times: 10);
        Assert.Equal(0, (await breakers[0].GetStatus()).Failures);

        await breakers[0].Enable();
        await breakers.AreSeenAs(BreakerState.Closed);
        await breakers[1].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
    }

    [Fact]
    public async Task Configure_changes_the_policy_on_every_host_and_null_resets_it()
    {
        var breakers = _cluster.BreakersOn("configured");
        await breakers.MeetAndSettle(_cluster);

        await breakers[0].Configure(new BreakerSettings { ConsecutiveFailures = 2 });
        foreach (var breaker in breakers)
            await Eventually.Is(() => breaker.Snapshot.Settings.ConsecutiveFailures == 2);
        await breakers[2].Fail(times: 2);
        await breakers.AreSeenAs(BreakerState.Open);

        await breakers[0].Configure(null);
        foreach (var breaker in breakers)
            await Eventually.Is(() => breaker.Snapshot.Settings.ConsecutiveFailures == 5);
    }

    [Fact]
    public async Task Configure_bad_settings_are_refused_whole_with_every_error_named()
    {
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>("badly-configured");
        var bad = new BreakerSettings { FailureRatio = 1.5, HalfOpenPermits = 0, ConsecutiveFailures = 3 };

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => breaker.Configure(bad));

        Assert.Contains("FailureRatio is 1.5", refused.Message, StringComparison.Ordinal);
        Assert.Contains("HalfOpenPermits is 0", refused.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await breaker.GetStatus()).Snapshot.Settings.ConsecutiveFailures);
    }

    [Fact]
    public async Task Isolate_reason_too_long_is_refused()
    {
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>("long-reason");

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => breaker.Isolate(new string('x', 1025)));

        Assert.Contains("1025 characters", refused.Message, StringComparison.Ordinal);
        Assert.Equal(BreakerState.Closed, (await breaker.GetStatus()).Snapshot.State);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Isolate_without_a_reason_has_one_all_the_same(string? reason) => Assert.Equal(
        "isolated by an operator", (await _cluster.Client.GetGrain<IBreakerGrain>("unreasoned").Isolate(reason)).Snapshot.Reason);

    [Theory]
    [InlineData("a/b")]
    [InlineData("white space")]
    [InlineData("ümlaut")]
    public async Task Guard_bad_name_says_the_rule(string name)
    {
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>(name);

        var byGuard = await Assert.ThrowsAsync<ArgumentException>(async () => await breaker.Guard(_ => ValueTask.CompletedTask));
        var byLookup = Assert.Throws<ArgumentException>(() => _cluster.Client.GetBreaker(name));
        var byGrain = await Assert.ThrowsAnyAsync<Exception>(() => breaker.Isolate());

        Assert.Contains("letters, digits", byGuard.Message, StringComparison.Ordinal);
        Assert.Contains("letters, digits", byLookup.Message, StringComparison.Ordinal);
        Assert.Contains("letters, digits", byGrain.ToString(), StringComparison.Ordinal);
    }
}
