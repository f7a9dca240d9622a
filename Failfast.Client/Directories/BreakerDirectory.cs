using System.Runtime.CompilerServices;

namespace Failfast.Directories;

/// <summary>Asks the directory grain, from a silo or a client.</summary>
internal sealed class BreakerDirectory(IGrainFactory grains, TimeProvider time) : IBreakerDirectory
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    // By its id: looking it up by its interface fails before a client is connected.
    private IBreakerDirectoryGrain Grain => grains.GetGrain<IBreakerDirectoryGrain>(DirectoryGrainId.Any);

    public Task<BreakerPage> List(BreakerQuery? query, CancellationToken cancellationToken) =>
        Grain.List(BreakerQueryRules.Check(query ?? new BreakerQuery())).WaitAsync(cancellationToken);

    public Task<bool> Forget(string name, CancellationToken cancellationToken) =>
        Grain.Forget(BreakerName.Check(name)).WaitAsync(cancellationToken);

    public async IAsyncEnumerable<BreakerChange> Watch(string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SiloPosition[]? positions = null;
        while (true)
        {
            if (await Changes(prefix, positions, cancellationToken) is { } answer)
            {
                positions = answer.Positions;
                foreach (var change in answer.Changes)
                    yield return change;
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    // Null when nobody answers: the next question, with the same positions, makes up for it.
    private async Task<DirectoryChanges?> Changes(string? prefix, SiloPosition[]? positions, CancellationToken cancellationToken)
    {
        try
        {
            return await Grain.Changes(prefix, positions).WaitAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
