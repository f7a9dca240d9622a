namespace Failfast.Tests.Integration.Clusters;

/// <summary>What an operator was answered is known in that process at once; one that only looks is told before long.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class AnswerTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Isolate_answer_is_known_in_the_process_that_asked_though_it_never_heard_of_the_breaker()
    {
        foreach (var breaker in _cluster.BreakersOn("answered"))
        {
            await breaker.Isolate("a test");
            Assert.Equal(BreakerState.Isolated, breaker.State);
            Assert.Equal(("a test", BreakerScope.Cluster), (breaker.Snapshot.Reason, breaker.Snapshot.Scope));
            Assert.Null(breaker.TryEnter());

            await breaker.Close();
            Assert.Equal(BreakerState.Closed, breaker.State);

            await breaker.Disable();
            Assert.Equal(BreakerState.Disabled, breaker.State);
            await breaker.Enable();
            Assert.Equal(BreakerState.Closed, breaker.State);
        }
    }

    [Fact]
    public async Task GetStatus_answer_is_known_in_the_process_that_asked()
    {
        var breakers = _cluster.BreakersOn("looked-up");
        await breakers[0].Configure(new BreakerSettings { ConsecutiveFailures = 7 });

        Assert.Equal(7, breakers[0].Snapshot.Settings.ConsecutiveFailures);
        Assert.Equal(7, (await breakers[1].GetStatus()).Snapshot.Settings.ConsecutiveFailures);
        Assert.Equal(7, breakers[1].Snapshot.Settings.ConsecutiveFailures);
    }

    [Fact]
    public async Task State_of_a_breaker_never_heard_of_is_asked_for_so_that_a_later_look_is_right()
    {
        var breakers = _cluster.BreakersOn("looked-at");
        await breakers[0].Isolate();

        Assert.Equal(BreakerState.Closed, breakers[1].State);
        await breakers[1].IsSeenAs(BreakerState.Isolated);

        Assert.Equal(BreakerScope.Alone, breakers[2].Snapshot.Scope);
        await Eventually.Is(() => breakers[2].Snapshot.State == BreakerState.Isolated);
    }
}
