namespace Failfast.Hosting;

/// <summary>Tells this silo's guard when silos come or go. Orleans holds listeners weakly; this is a singleton.</summary>
internal sealed class MembershipChanges(IServiceProvider services, ISiloStatusOracle silos) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(MembershipChanges),
        ServiceLifecycleStage.Active,
        _ =>
        {
            silos.SubscribeToSiloStatusEvents(this);
            return Task.CompletedTask;
        },
        _ =>
        {
            silos.UnSubscribeFromSiloStatusEvents(this);
            return Task.CompletedTask;
        });

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => services.NoteClusterChange();
}
