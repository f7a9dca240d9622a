using Orleans.TestingHost;

namespace Failfast.Tests.Hosting;

public sealed class MissingGuardTests
{
    [Fact]
    public async Task Guard_process_without_AddFailfast_is_told_what_to_add()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddFailfast());
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var breaker = cluster.Client.GetGrain<IBreakerGrain>("payments");

        var byGuard = await Assert.ThrowsAsync<InvalidOperationException>(async () => await breaker.Guard(_ => ValueTask.CompletedTask));
        var bySnapshot = Assert.Throws<InvalidOperationException>(() => breaker.Snapshot);
        var byLookup = Assert.Throws<InvalidOperationException>(() => cluster.Client.GetBreaker("payments"));

        Assert.All([byGuard, bySnapshot, byLookup], error => Assert.Contains("AddFailfast()", error.Message, StringComparison.Ordinal));
        // The operator's calls are ordinary grain calls and need no guard.
        Assert.Equal(BreakerState.Closed, (await breaker.GetStatus()).Snapshot.State);
    }
}
