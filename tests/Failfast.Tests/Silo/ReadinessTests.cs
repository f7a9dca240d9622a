using Failfast.Silo;
using Failfast.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Failfast.Tests.Silo;

/// <summary>The ready silo is ready once it has started and read its configured breakers, until it is told to stop.</summary>
public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly FaultyStorage _storage = new() { Failure = new IOException("storage is down") };
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LogLines _log = new();
    private BreakerCluster _cluster = null!;
    private BreakerReadiness _breakers = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(
            silos: 1, configure: options => options.Breakers["stored"] = options.Breakers["family-*"] = options.Defaults,
            silo: silo => silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", _storage));
        var silo = _cluster.Orleans.Silos[0].ServiceProvider;
        _breakers = new(
            silo.GetRequiredService<IGrainFactory>(), silo.GetRequiredService<IOptionsMonitor<FailfastOptions>>(), _cluster.Time,
            new LoggerFactory([_log]).CreateLogger<BreakerReadiness>());
    }

    public async Task DisposeAsync()
    {
        _breakers.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Ready_follows_start_reading_and_stop()
    {
        Assert.Equal("The silo starts.", await Ready());
        _lifetime.NotifyStarted();
        await _breakers.StartAsync(CancellationToken.None);
        await _cluster.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal("Stored breakers are being read.", await Ready());

        _storage.Failure = null;
        await _cluster.Becomes(async () => await Ready() == "Healthy");
        Assert.Empty(_log.All);

        _lifetime.StopApplication();
        Assert.Equal("The silo stops.", await Ready());
    }

    [Fact]
    public async Task Ready_comes_though_storage_stays_down_and_the_log_says_so()
    {
        _lifetime.NotifyStarted();
        await _breakers.StartAsync(CancellationToken.None);

        // No answer in time would be another line.
        await Eventually.Is(async () => (await _cluster.Client.GetBreaker("stored").GetStatus()).StorageError is not null);
        var passed = TimeSpan.Zero;
        await Eventually.Is(async () =>
        {
            passed += TimeSpan.FromMilliseconds(100);
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            return await Ready() == "Healthy";
        });
        Assert.InRange(passed, BreakerReadiness.Budget, BreakerReadiness.Budget * 2);
        var line = Assert.Single(_log.All);
        Assert.StartsWith("Warning: Ready without the stored state of breaker 'stored': ", line, StringComparison.Ordinal);
        Assert.Contains("storage is down", line, StringComparison.Ordinal);
    }

    private async Task<string> Ready()
    {
        var result = await new SiloReadiness(_lifetime, _breakers).CheckHealthAsync(new HealthCheckContext());
        return result.Status == HealthStatus.Healthy ? "Healthy" : result.Description!;
    }
}
