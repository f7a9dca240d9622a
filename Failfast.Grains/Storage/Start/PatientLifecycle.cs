using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>
/// The silo's lifecycle, except that the storage provider <see cref="BreakerStorageSource.ProviderName"/> can't keep the silo from
/// starting. Every other participant, including the storage provider <c>Default</c>, starts and fails as usual.
/// </summary>
/// <remarks>
/// Participants subscribe without identifying themselves. So when the silo starts, the provider for breakers subscribes once more to a
/// recorder, and the subscriptions of the same name and stage are taken for its own. If other participants use the same name, they can't
/// be told apart and all start as usual.
/// </remarks>
internal sealed class PatientLifecycle(
    ILogger<SiloLifecycleSubject> logger, ILocalSiloDetails silo, IServiceProvider services, StorageStart start)
    : SiloLifecycleSubject(logger, silo)
{
    private readonly List<Subscription> _subscriptions = [];
    private bool _isStarted;

    public override IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        if (_isStarted)
            return base.Subscribe(observerName, stage, observer);
        var subscription = new Subscription(observerName, stage, observer);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public override Task OnStart(CancellationToken cancellationToken = default)
    {
        _isStarted = true;
        var known = _subscriptions.Where(one => !one.IsOver).ToList();
        var patient = OfBreakerStorage();
        foreach (var one in known)
        {
            var isPatient = patient.Count(one.IsLike) is > 0 and var expected && known.Count(one.IsLike) == expected;
            one.Entry = base.Subscribe(one.Name, one.Stage, isPatient ? Patient(one) : one.Observer);
        }

        return base.OnStart(cancellationToken);
    }

    private PatientObserver Patient(Subscription subscription)
    {
        var patient = new PatientObserver(
            subscription.Observer, subscription.Name, services.GetRequiredService<TimeProvider>(), Logger);
        start.Watch(patient);
        return patient;
    }

    private List<Subscription> OfBreakerStorage()
    {
        var own = new Subscriptions(this);
        if (services.GetKeyedService<IGrainStorage>(BreakerStorageSource.ProviderName) is ILifecycleParticipant<ISiloLifecycle> provider)
            provider.Participate(own);
        return own.All;
    }

    private sealed class Subscription(string name, int stage, ILifecycleObserver observer) : IDisposable
    {
        public string Name => name;

        public int Stage => stage;

        public ILifecycleObserver Observer => observer;

        public IDisposable? Entry { get; set; }

        public bool IsOver { get; private set; }

        public bool IsLike(Subscription other) => other.Name == name && other.Stage == stage;

        public void Dispose()
        {
            IsOver = true;
            Entry?.Dispose();
        }
    }

    /// <summary>Records subscriptions and does nothing else.</summary>
    private sealed class Subscriptions(ISiloLifecycle silo) : ISiloLifecycle
    {
        public List<Subscription> All { get; } = [];

        public int HighestCompletedStage => silo.HighestCompletedStage;

        public int LowestStoppedStage => silo.LowestStoppedStage;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            var subscription = new Subscription(observerName, stage, observer);
            All.Add(subscription);
            return subscription;
        }
    }
}
