using Failfast.Contract;
using Failfast.Hosting;
using Failfast.Machine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>All breakers of this process.</summary>
internal sealed class LocalBreakers : IProcessBreakers, IDisposable
{
    private static readonly TimeSpan LongestSweep = TimeSpan.FromMilliseconds(100);

    private readonly SettingsCatalog _settings;
    private readonly HostContext _host;
    private readonly BreakerObserver _rooted;
    private readonly CaseTwins _twins;
    private readonly IDisposable? _changes;
    private IBreakerObserver? _observer;

    public LocalBreakers(
        IGrainFactory grains, SettingsCatalog settings, TimeProvider time, BreakerMetrics metrics, ILogger<LocalBreaker> logger)
    {
        _settings = settings;
        var (clock, timings, quiet) = (new HostClock(time), settings.Timings, new QuietLogger(logger));
        var sweeper = new Sweeper(clock, quiet, timings.ReportInterval < LongestSweep ? timings.ReportInterval : LongestSweep);
        _host = new HostContext(
            Guid.NewGuid(), settings.Options.HostName, timings, clock, grains, () => Observer,
            sweeper, new ReportPacing(clock), metrics, new LogQueue(), new StormLog(time, quiet), quiet, new AloneWarning(clock, quiet));
        Known = new BreakerRegistry(name => new LocalBreaker(BreakerName.Check(name), _host, settings.For(name), settings.OutcomesOf(name)));
        if (metrics.Meter is { } meter)
            new BreakerGauges(Known, metrics.Names, clock).AddTo(meter);
        _twins = new CaseTwins(quiet);
        // Orleans holds observers weakly: this field is the root.
        _rooted = new BreakerObserver(Known);
        _changes = settings.OnChange(Reconfigure);
    }

    public ProtocolTimings Timings => _host.Timings;

    public HostClock Clock => _host.Clock;

    public StormLog Storms => _host.Storms;

    public BreakerRegistry Known { get; }

    /// <summary>Created when first needed; if that fails, as before a client is connected, the next use tries again.</summary>
    private IBreakerObserver Observer
    {
        get
        {
            lock (_rooted)
                return _observer ??= _host.Grains.CreateObjectReference<IBreakerObserver>(_rooted);
        }
    }

    /// <exception cref="InvalidOperationException">The process has no guard.</exception>
    public static LocalBreakers Of(IServiceProvider services) => services.GetService<LocalBreakers>()
        ?? throw new InvalidOperationException(IProcessBreakers.Missing);

    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public LocalBreaker Get(string name) => Known.TryGet(name, out var breaker) && breaker.IsUsed ? breaker : Meet(name);

    IProcessBreaker IProcessBreakers.Find(string name) => Get(name);

    /// <summary>Requests the state of every breaker that configuration names, so that its first call need not wait.</summary>
    public void Prefetch()
    {
        foreach (var name in _settings.Options.Breakers.Keys)
            if (BreakerName.IsValid(name))
                Known.GetOrAdd(name).Prefetch();
    }

    /// <summary>The cluster's members have changed: breakers whose grains did not answer ask again.</summary>
    public void ClusterChanged()
    {
        foreach (var breaker in Known.Active())
            breaker.ClusterChanged();
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _host.Sweeper.Dispose();
        _host.Pacing.Dispose();
        _host.Log.Dispose();
        _host.Storms.Dispose();
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
