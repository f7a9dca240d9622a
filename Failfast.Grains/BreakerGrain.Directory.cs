using Failfast.Directories;

namespace Failfast;

/// <summary>What others may read of the grain, and change by what they have read.</summary>
internal sealed partial class BreakerGrain
{
    private ListedBreaker _listed = null!;

    public Task<BreakerStatus> GetStatus() => Task.FromResult(Status());

    public Task<BreakerDetails> GetDetails() => Task.FromResult(new BreakerDetails
    {
        Status = Status(),
        Transitions = _listed.Transitions,
        Hosts = DetailsReport.Hosts(_coordinator, Now),
    });

    public async Task<BreakerStatus?> ConfigureIf(BreakerSettings? settings, BreakerSettings expected, bool expectedOverridden) =>
        _coordinator.Settings == expected && _coordinator.IsOverridden == expectedOverridden ? await Configure(settings) : null;

    private BreakerStatus Status() => StatusReport.Of(Name, _coordinator, _store.Durability, _store.Error, Now);
}
