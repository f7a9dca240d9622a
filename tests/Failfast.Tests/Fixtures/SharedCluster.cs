namespace Failfast.Tests.Fixtures;

/// <summary>Three silos and a client that many tests share, each with breaker names of its own.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private BreakerCluster? _cluster;

    public BreakerCluster Cluster => _cluster!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(configure: options =>
    {
        options.Defaults = new BreakerSettings { BreakDurationJitter = 0 };
        options.Breakers["three-probes-*"] = options.Defaults with { HalfOpenPermits = 3, HalfOpenSuccesses = 3 };
        options.Breakers["two-hosts-*"] = options.Defaults with { MinimumHosts = 2 };
        options.Breakers["hundred-*"] = options.Defaults with { ConsecutiveFailures = 0, FailureRatio = 1, MinimumThroughput = 1_000_000 };
        options.Breakers["observed-*"] = options.Defaults with { ObserveOnly = true };
        options.Breakers["off-*"] = options.Defaults with { Enabled = false };
        options.Breakers["slow-*"] = options.Defaults with { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = .5, MinimumThroughput = 4 };
        options.Breakers["timed-*"] = options.Defaults with { CallTimeout = TimeSpan.FromSeconds(2), ConsecutiveFailures = 100 };
        options.Breakers["crowded-*"] = options.Defaults with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 };
        options.Breakers["bounded-*"] = options.Defaults with { CallTimeout = TimeSpan.FromSeconds(2), MaxConcurrentCalls = 1 };
        options.Breakers["off-bounded-*"] = options.Breakers["bounded-*"] with { Enabled = false };
        options.Breakers["picky-timed-*"] = options.Breakers["timed-*"];
        options.Breakers["ramping-*"] = options.Defaults with { RampUpDuration = TimeSpan.FromSeconds(100) };
        options.Ignore("choosy-*", error => error is ArgumentException);
        options.ShouldHandle("choosy-*", error => error is TimeoutException);
        options.Ignore("throwing-ignore-*", _ => throw new InvalidOperationException("a bad rule"));
        options.ShouldHandle("picky-*", error => error is TimeoutException);
        options.ShouldHandleResult<int>("picky-*", result => result < 0);
        options.ShouldHandle("throwing-rule-*", _ => throw new InvalidOperationException("a bad rule"));
        options.Breakers["throwing-result-*"] = options.Breakers["crowded-*"];
        options.ShouldHandleResult<int>("throwing-result-*", _ => throw new InvalidOperationException("a bad rule"));
    });

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedClusterTests : ICollectionFixture<SharedCluster>
{
    public const string Name = "shared cluster";
}
