using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Failfast.Tests.Fixtures;

/// <summary>Silos and an external client in this process. Breakers run on fake time, Orleans itself on real time.</summary>
public sealed class BreakerCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly AddedOptions _added;

    private BreakerCluster(InProcessTestCluster cluster, FakeTimeProvider time, AddedOptions added) => (_cluster, Time, _added) = (cluster, time, added);

    public FakeTimeProvider Time { get; }

    public InProcessTestCluster Orleans => _cluster;

    /// <summary>The grain factories of all hosts: each silo's, then the external client's.</summary>
    public IReadOnlyList<IGrainFactory> Hosts => [.. FailfastTestClusterExtensions.GrainFactories(_cluster)];

    public IGrainFactory Client => _cluster.Client;

    public static async Task<BreakerCluster> Start(
        int silos = 3, Action<FailfastOptions>? configure = null, Action<ISiloBuilder>? silo = null,
        Action<IClientBuilder>? client = null, TimeSpan later = default, bool onRealTime = false)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + later);
        var added = new AddedOptions();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.AddFailfastTesting(onRealTime ? TimeProvider.System : time, configure + added.Apply);
        if (silo is not null)
            builder.ConfigureSilo((_, it) => silo(it));
        if (client is not null)
            builder.ConfigureClient(client);
        builder.ConfigureHost(host =>
        {
            host.Services.AddSingleton<IOptionsChangeTokenSource<FailfastOptions>>(added);
            host.Services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new BreakerCluster(cluster, time, added);
    }

    public IReadOnlyList<IBreakerGrain> BreakersOn(string name) => _cluster.GetBreakers(name);

    /// <summary>The client's breaker, with settings that differ from the cluster's defaults. Before its first call.</summary>
    public IBreakerGrain Breaker(string name, Func<BreakerSettings, BreakerSettings> settings) => BreakersOn(name, settings)[^1];

    /// <summary>Each host's breaker, with settings that differ from the cluster's defaults. Before its first call.</summary>
    public IReadOnlyList<IBreakerGrain> BreakersOn(string name, Func<BreakerSettings, BreakerSettings> settings)
    {
        Configure(options => options.Breakers[name] = settings(options.Defaults));
        return BreakersOn(name);
    }

    /// <summary>The client's breaker: it counts, and opens for nothing that a test does.</summary>
    public IBreakerGrain CountingBreaker(string name) => Breaker(name, Counting);

    /// <summary>Of a breaker that counts, and opens for nothing that a test does.</summary>
    public static BreakerSettings Counting(BreakerSettings settings) =>
        settings with { ConsecutiveFailures = 0, FailureRatio = 1, MinimumThroughput = 1_000_000 };

    /// <summary>Changes the options of every process. What they say of a breaker is to be said before its first call.</summary>
    public void Configure(Action<FailfastOptions> change) => _added.Add(change);

    /// <summary>Time passes in steps small enough for what happens in between.</summary>
    public Task Pass(TimeSpan time) => _cluster.AdvanceAsync(time);

    /// <summary>Waits for the condition while time passes slowly, 10 ms at a look by default, so that what hosts have to tell is told.</summary>
    public Task Becomes(Func<Task<bool>> condition, Func<string>? describe = null, TimeSpan? step = null) => Eventually.Is(
        () =>
        {
            Time.Advance(step ?? TimeSpan.FromMilliseconds(10));
            return condition();
        },
        describe);

    /// <summary>
    /// Calls until the breaker lets the call through: half-open, another host may keep the lease at first. Some seconds pass
    /// at most, and no deadline with them.
    /// </summary>
    public Task<T> Admits<T>(Func<Task<T>> call) => _cluster.WhenAdmittedAsync(call);

    /// <inheritdoc cref="Admits{T}"/>
    public Task Admits(Func<Task> call) => _cluster.WhenAdmittedAsync(call);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
