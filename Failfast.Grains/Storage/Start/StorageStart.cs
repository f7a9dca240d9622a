namespace Failfast.Storage;

/// <summary>Tracks the start of the storage provider <see cref="BreakerStorageSource.ProviderName"/>.</summary>
internal sealed class StorageStart
{
    private readonly List<PatientObserver> _steps = [];

    /// <summary>Why the provider can't be used yet; null once it has started, or if its start is not tracked.</summary>
    public string? Problem => _steps.Select(step => step.Problem).FirstOrDefault(problem => problem is not null);

    /// <summary>Called before the silo starts.</summary>
    public void Watch(PatientObserver step) => _steps.Add(step);
}
