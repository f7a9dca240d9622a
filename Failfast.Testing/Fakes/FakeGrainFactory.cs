using Failfast.Contract;
using Failfast.Local;

namespace Failfast.Testing;

/// <summary>A grain factory with grains of its own, found by interface and name; all others come from another factory, if there is one.</summary>
internal sealed class FakeGrainFactory(Func<Type, string, IAddressable?> find, Func<IGrainFactory?>? others = null) : IGrainFactory, IInMemoryGrains
{
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        find(typeof(TGrainInterface), primaryKey) is TGrainInterface own ? own : Others(typeof(TGrainInterface)).GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => Others(typeof(TGrainInterface)).GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => Others(typeof(TGrainInterface)).GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => Others(typeof(TGrainInterface)).GetGrain<TGrainInterface>(primaryKey, keyExtension, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => Others(typeof(TGrainInterface)).GetGrain<TGrainInterface>(primaryKey, keyExtension, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        Find(typeof(TGrainInterface), grainId) is TGrainInterface own ? own : Others(typeof(TGrainInterface)).GetGrain<TGrainInterface>(grainId);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        find(grainInterfaceType, grainPrimaryKey) as IGrain ?? Others(grainInterfaceType).GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => Others(grainInterfaceType).GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => Others(grainInterfaceType).GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) =>
        Others(grainInterfaceType).GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) =>
        Others(grainInterfaceType).GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) =>
        find(interfaceType, grainKey.ToString()!) ?? Others(interfaceType).GetGrain(interfaceType, grainKey);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        find(interfaceType, grainKey.ToString()!) ?? Others(interfaceType).GetGrain(interfaceType, grainKey, grainClassNamePrefix);

    public IAddressable GetGrain(GrainId grainId) => Find(typeof(IBreakerGrain), grainId) ?? Others(typeof(IAddressable)).GetGrain(grainId);

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) =>
        Find(typeof(IBreakerGrain), grainId) ?? Others(typeof(IAddressable)).GetGrain(grainId, interfaceType);

    // A fake calls its observers itself.
    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver =>
        obj is IBreakerObserver and TGrainObserverInterface own ? own : Others(typeof(TGrainObserverInterface)).CreateObjectReference<TGrainObserverInterface>(obj);

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => Others(typeof(TGrainObserverInterface)).DeleteObjectReference<TGrainObserverInterface>(obj);

    private IAddressable? Find(Type type, GrainId id) =>
        id.Type.ToString() == BreakerGrainId.GrainType ? find(type, id.Key.ToString()!) : null;

    private IGrainFactory Others(Type wanted) => others?.Invoke() ?? throw new InvalidOperationException(
        $"{wanted} is no breaker, and this grain factory has only fake breakers: call AddFakeBreakers() after AddOrleansClient or UseOrleans, or register an IGrainFactory of your own before it.");
}
