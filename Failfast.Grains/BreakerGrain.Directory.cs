using Failfast.Directories;

namespace Failfast;

/// <summary>What others may read of the grain, and change by what they have read.</summary>
internal sealed partial class BreakerGrain
{
    private ListedBreaker _listed = null!;

    public Task<BreakerStatus> GetStatus() => Task.FromResult(StatusReport.Of(Name, _coordinator, _store, Now));

    public Task<BreakerDetails> GetDetails() => Task.FromResult(new BreakerDetails
    {
        Status = StatusReport.Of(Name, _coordinator, _store, Now),
        Transitions = _listed.Transitions,
        Hosts = DetailsReport.Hosts(_coordinator, Now),
    });

    public async Task<BreakerStatus?> ConfigureIf(BreakerSettings? settings, BreakerSettings expected, bool expectedOverridden) =>
        _coordinator.Settings == expected && _coordinator.IsOverridden == expectedOverridden ? await Configure(settings) : null;
}
