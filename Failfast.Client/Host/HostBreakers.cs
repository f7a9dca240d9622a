using System.Collections.Concurrent;
using Failfast.Contract;
using Failfast.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Host;

/// <summary>All breakers of this process.</summary>
internal sealed class HostBreakers : IDisposable
{
    private static readonly TimeSpan LongestSweep = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, HostBreaker> _breakers = new(StringComparer.Ordinal);
    private readonly SettingsCatalog _settings;
    private readonly ILogger<HostBreaker> _logger;
    private readonly BreakerObserver _rooted;
    private readonly Sweeper _sweeper;
    private readonly IDisposable? _changes;
    private IBreakerObserver? _observer;

    public HostBreakers(
        IGrainFactory grains, SettingsCatalog settings, TimeProvider time, BreakerMetrics metrics, ILogger<HostBreaker> logger)
    {
        Metrics = metrics;
        Grains = grains;
        _settings = settings;
        _logger = logger;
        Timings = settings.Options.Timings;
        Clock = new HostClock(time);
        // Orleans holds observers weakly: this field is the root.
        _rooted = new BreakerObserver(this);
        _sweeper = new Sweeper(Clock, Timings.ReportInterval < LongestSweep ? Timings.ReportInterval : LongestSweep);
        _changes = settings.OnChange(Reconfigure);
    }

    /// <summary>Unique per process start.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public IGrainFactory Grains { get; }

    public ProtocolTimings Timings { get; }

    public BreakerMetrics Metrics { get; }

    public HostClock Clock { get; }

    /// <summary>Made when first needed; should that fail, as before a client is connected, it is tried again.</summary>
    public IBreakerObserver Observer
    {
        get
        {
            lock (_rooted)
                return _observer ??= Grains.CreateObjectReference<IBreakerObserver>(_rooted);
        }
    }

    /// <exception cref="InvalidOperationException">The process has no guard.</exception>
    public static HostBreakers Of(IServiceProvider services) => services.GetService<HostBreakers>()
        ?? throw new InvalidOperationException(
            "This process has no Failfast guard: call AddFailfast() on its ISiloBuilder or IClientBuilder " +
            "(in UseOrleans(silo => silo.AddFailfast()) or UseOrleansClient(client => client.AddFailfast())).");

    public HostBreaker? Find(string name) => _breakers.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public HostBreaker Get(string name) =>
        _breakers.TryGetValue(name, out var breaker)
            ? breaker
            : _breakers.GetOrAdd(BreakerName.Check(name), static (name, host) => new HostBreaker(name, host, host._settings, host._logger), this);

    public void Activate(HostBreaker breaker) => _sweeper.Add(breaker);

    /// <summary>Asks for the state of every breaker that configuration names, so that its first call need not wait.</summary>
    public void Prefetch()
    {
        foreach (var name in _settings.Options.Breakers.Keys)
            if (BreakerName.IsValid(name))
                Get(name).Asked();
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _sweeper.Dispose();
    }

    private void Reconfigure()
    {
        foreach (var (name, breaker) in _breakers)
            breaker.Reconfigure(_settings.For(name));
    }
}
