using Failfast.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Failfast.Tests.Testing;

[Collection(SharedClusterTests.Name)]
public sealed class TestClusterTests(SharedCluster shared)
{
    private readonly InProcessTestCluster _cluster = shared.Cluster.Orleans;

    [Fact]
    public async Task TripAsync_opens_it_everywhere_and_AdvanceAsync_ends_the_break()
    {
        var breakers = _cluster.GetBreakers("testing-trip");
        Assert.Equal(4, breakers.Count);
        using var recorder = new BreakerRecorder(breakers[0]);

        await _cluster.TripAsync("testing-trip");

        foreach (var breaker in breakers)
            Assert.Equal(BreakerState.Open, breaker.State);
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));
        await _cluster.WaitForStateEverywhere("testing-trip", BreakerState.HalfOpen);
        await _cluster.WhenAdmittedAsync(() => breakers[^1].Guard(_ => Task.CompletedTask));
        await _cluster.WaitForStateEverywhere("testing-trip", BreakerState.Closed);
        Assert.Equal(BreakerState.Closed, recorder.States[^1].State);
        Assert.Contains(recorder.States, seen => seen.State == BreakerState.Open);
    }

    [Fact]
    public async Task TripAsync_a_breaker_that_is_not_closed_is_refused()
    {
        await _cluster.GetBreakers("testing-isolated")[0].Isolate();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _cluster.TripAsync("testing-isolated"));

        Assert.Contains("'testing-isolated' is Isolated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenAdmittedAsync_other_exceptions_pass_through()
    {
        var breaker = _cluster.GetBreakers("testing-admitted")[0];
        await Assert.ThrowsAsync<DependencyFailedException>(() => _cluster.WhenAdmittedAsync(() => breaker.Guard(_ => Task.FromException(new DependencyFailedException()))));
        Assert.Equal(1, await _cluster.WhenAdmittedAsync(() => breaker.Guard(_ => Task.FromResult(1))));
    }

    [Fact]
    public async Task WaitForStateEverywhere_is_told_by_an_operator_on_any_host()
    {
        await _cluster.GetBreakers("testing-operated")[1].Isolate();
        await _cluster.WaitForStateEverywhere("testing-operated", BreakerState.Isolated);
        await _cluster.GetBreakers("testing-operated")[2].Close();
        await _cluster.WaitForStateEverywhere("testing-operated", BreakerState.Closed);
    }

    [Fact]
    public async Task Bad_input_says_what_to_do()
    {
        Assert.Contains("'a b' is not a breaker name", Assert.Throws<ArgumentException>(() => _cluster.GetBreakers("a b")).Message, StringComparison.Ordinal);
        var backwards = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _cluster.AdvanceAsync(TimeSpan.FromSeconds(-1)));
        Assert.Contains("forward", backwards.Message, StringComparison.Ordinal);
        var state = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _cluster.WaitForStateEverywhere("testing-bad", (BreakerState)9));
        Assert.Contains("Closed, Open", state.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clusters_without_a_fake_clock_say_so()
    {
        var real = new InProcessTestClusterBuilder().AddFailfastTesting(TimeProvider.System).Build();
        var other = new InProcessTestClusterBuilder().Build();
        await using (real)
        await using (other)
        {
            var unmovable = await Assert.ThrowsAsync<InvalidOperationException>(() => real.AdvanceAsync(TimeSpan.FromSeconds(1)));
            Assert.Contains("give AddFailfastTesting a FakeTimeProvider", unmovable.Message, StringComparison.Ordinal);
            var without = await Assert.ThrowsAsync<InvalidOperationException>(() => other.AdvanceAsync(TimeSpan.FromSeconds(1)));
            Assert.Contains("call AddFailfastTesting(time)", without.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AddFakeBreakers_in_a_client_other_grains_are_the_clusters()
    {
        await using var services = new ServiceCollection().AddSingleton<IGrainFactory>(_cluster.Client).AddFakeBreakers().BuildServiceProvider();
        var grains = services.GetRequiredService<IGrainFactory>();

        services.GetRequiredService<FakeBreakers>().Get("testing-faked").Open();

        await grains.GetBreaker("testing-faked").IsRejected();
        await _cluster.GetBreakers("testing-faked")[^1].Succeed();
        Assert.NotEmpty(await grains.GetGrain<IManagementGrain>(0).GetHosts());
    }

    [Fact]
    public async Task AddFailfastTesting_alone_makes_a_cluster_with_breakers()
    {
        await using var cluster = new InProcessTestClusterBuilder(1)
            .AddFailfastTesting(new FakeTimeProvider(), options => options.Defaults = new() { ConsecutiveFailures = 0, FailureRatio = 0 }).Build();
        await cluster.DeployAsync();
        await cluster.GetBreakers("payments")[0].Succeed();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.TripAsync("payments"));

        Assert.Contains("does a rule open it?", error.Message, StringComparison.Ordinal);
    }
}
