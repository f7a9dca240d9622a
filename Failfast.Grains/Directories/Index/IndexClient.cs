namespace Failfast.Directories;

/// <summary>Asks all shards of the index at once.</summary>
internal sealed class IndexClient(IGrainFactory grains)
{
    /// <summary>What is remembered of breakers whose name begins so, without the shards that don't answer in time.</summary>
    public async Task<IndexFindings> Find(string? prefix)
    {
        var answers = await Task.WhenAll(IndexShards.All.Select(shard => Find(shard, prefix)));
        return new IndexFindings
        {
            Breakers = [.. answers.SelectMany(answer => answer.Breakers)],
            IsComplete = answers.All(answer => answer.IsComplete),
        };
    }

    /// <exception cref="IOException">It could not be stored.</exception>
    public async Task<bool> Forget(string name)
    {
        try
        {
            return await grains.GetGrain<IIndexShardGrain>(IndexShards.Of(name)).Forget(name);
        }
        catch (Exception error)
        {
            throw new IOException($"Breaker '{name}' could not be removed from the index: {Storage.StorageTrouble.Describe(error)}");
        }
    }

    private async Task<IndexFindings> Find(GrainId shard, string? prefix)
    {
        try
        {
            return await grains.GetGrain<IIndexShardGrain>(shard).Find(prefix).WaitAsync(SiloScatter.Budget);
        }
        catch (Exception)
        {
            return new IndexFindings();
        }
    }
}
