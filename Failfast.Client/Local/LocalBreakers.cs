using Failfast.Contract;
using Failfast.Hosting;
using Failfast.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>All breakers of this process.</summary>
internal sealed class LocalBreakers : IProcessBreakers, IDisposable
{
    private static readonly TimeSpan LongestSweep = TimeSpan.FromMilliseconds(100);

    private readonly SettingsCatalog _settings;
    private readonly BreakerObserver _rooted;
    private readonly Sweeper _sweeper;
    private readonly CaseTwins _twins;
    private readonly IDisposable? _changes;
    private IBreakerObserver? _observer;

    public LocalBreakers(
        IGrainFactory grains, SettingsCatalog settings, TimeProvider time, BreakerMetrics metrics, ILogger<LocalBreaker> logger)
    {
        var quiet = new QuietLogger(logger);
        Metrics = metrics;
        Grains = grains;
        _settings = settings;
        Known = new BreakerRegistry(name => new LocalBreaker(BreakerName.Check(name), this, settings, quiet));
        Timings = settings.Timings;
        HostName = settings.Options.HostName;
        Clock = new HostClock(time);
        AloneWarning = new AloneWarning(Clock, quiet);
        _twins = new CaseTwins(quiet);
        // Orleans holds observers weakly: this field is the root.
        _rooted = new BreakerObserver(this);
        _sweeper = new Sweeper(Clock, quiet, Timings.ReportInterval < LongestSweep ? Timings.ReportInterval : LongestSweep);
        _changes = settings.OnChange(Reconfigure);
    }

    /// <summary>Unique per process start.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public IGrainFactory Grains { get; }

    public ProtocolTimings Timings { get; }

    /// <summary>For people; as at start.</summary>
    public string HostName { get; }

    public BreakerMetrics Metrics { get; }

    public HostClock Clock { get; }

    public BreakerRegistry Known { get; }

    public AloneWarning AloneWarning { get; }

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
    public static LocalBreakers Of(IServiceProvider services) => services.GetService<LocalBreakers>()
        ?? throw new InvalidOperationException(
            "This process has no Failfast guard: call AddFailfast() on its ISiloBuilder or IClientBuilder " +
            "(in UseOrleans(silo => silo.AddFailfast()) or UseOrleansClient(client => client.AddFailfast())).");

    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public LocalBreaker Get(string name) => Known.TryGet(name, out var breaker) && breaker.IsUsed ? breaker : Meet(name);

    IProcessBreaker IProcessBreakers.Find(string name) => Get(name);

    /// <summary>The breaker is in use: it is swept, and kept, until it says that it needs that no longer.</summary>
    public void Activate(LocalBreaker breaker) => _sweeper.Add(breaker);

    /// <summary>The breaker needs its next sweep sooner than it did.</summary>
    public void Hasten(LocalBreaker breaker) => _sweeper.Hasten(breaker);

    /// <summary>Asks for the state of every breaker that configuration names, so that its first call need not wait.</summary>
    public void Prefetch()
    {
        foreach (var name in _settings.Options.Breakers.Keys)
            if (BreakerName.IsValid(name))
                Known.GetOrAdd(name).Prefetch();
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _sweeper.Dispose();
    }

    private LocalBreaker Meet(string name)
    {
        var met = Known.GetOrAdd(name);
        met.IsUsed = true;
        _twins.Note(name);
        return met;
    }

    private void Reconfigure()
    {
        foreach (var breaker in Known.All())
            breaker.Reconfigure(_settings.For(breaker.Name));
    }
}
