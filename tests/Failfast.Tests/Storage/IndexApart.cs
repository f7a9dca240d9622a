using Failfast.Directories;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

/// <summary>Keeps the directory's index out of a silo's breaker storage, for tests that count, or spoil, what breakers ask of it.</summary>
internal sealed class IndexApart(IGrainStorage breakers) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly FaultyStorage _index = new();

    /// <summary>Once the storage named <c>failfast</c> is registered.</summary>
    public static void In(ISiloBuilder silo)
    {
        var registered = silo.Services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, "failfast"));
        silo.Services.Remove(registered);
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            "failfast", (services, key) => new IndexApart((IGrainStorage)registered.KeyedImplementationFactory!(services, key)));
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Of(stateName).ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Of(stateName).WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Of(stateName).ClearStateAsync(stateName, grainId, grainState);

    public void Participate(ISiloLifecycle lifecycle) => ((ILifecycleParticipant<ISiloLifecycle>)breakers).Participate(lifecycle);

    private IGrainStorage Of(string stateName) => stateName == IndexTable.StateName ? _index : breakers;
}
