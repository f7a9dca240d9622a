using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>The storage provider for breakers. Until it has started, every call throws with the reason, the same for all providers.</summary>
internal sealed class StartedStorage(IGrainStorage inner, StorageStart start) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Started().ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Started().WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Started().ClearStateAsync(stateName, grainId, grainState);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        Started().ReadStateAsync(stateName, grainId, grainState, cancellationToken);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        Started().WriteStateAsync(stateName, grainId, grainState, cancellationToken);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        Started().ClearStateAsync(stateName, grainId, grainState, cancellationToken);

    private IGrainStorage Started() => start.Problem is not { } problem ? inner : throw new IOException(
        $"the grain storage '{BreakerStorageSource.ProviderName}' has not started: {problem}");
}
