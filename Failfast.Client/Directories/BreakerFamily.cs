using Failfast.Contract;

namespace Failfast;

/// <summary>
/// Operators' commands on all breakers of a family that the directory knows now: those that are active, and those that an operator has
/// changed. Breakers that are used for the first time later are not affected; for those, configure the family.
/// </summary>
public sealed class BreakerFamily
{
    private const int AtOnce = 32;

    private readonly IGrainFactory _grains;
    private readonly string _prefix;

    internal BreakerFamily(IGrainFactory grains, string pattern)
    {
        if (pattern is not [.. var prefix, '*'] || (prefix.Length > 0 && !BreakerName.IsValid(prefix)))
            throw new ArgumentException($"'{Printable.Of(pattern)}' is not a family: write the beginning of the names and a '*', as in 'mail-*'.", nameof(pattern));
        (_grains, _prefix) = (grains, prefix);
    }

    /// <summary>Gives a command to each breaker, at most 32 at a time.</summary>
    /// <param name="command">As in <c>breaker => breaker.Isolate("relay down")</c>.</param>
    /// <param name="cancellationToken">Gives no further commands.</param>
    /// <returns>What has become of it, breaker by breaker.</returns>
    /// <exception cref="ArgumentException">A breaker refused the command; others may have taken it.</exception>
    /// <exception cref="IOException">Not all breakers of the family are known, because a silo did not answer; nothing was changed.</exception>
    public async Task<IReadOnlyList<FamilyMember>> Run(Func<IBreakerGrain, Task<BreakerStatus>> command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var names = await Names(cancellationToken);
        var members = new FamilyMember[names.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, names.Count, limits, async (at, _) => members[at] = await Run(names[at], command));
        return members;
    }

    private async Task<FamilyMember> Run(string name, Func<IBreakerGrain, Task<BreakerStatus>> command)
    {
        try
        {
            return new FamilyMember(name, await command(_grains.GetGrain<IBreakerGrain>(BreakerGrainId.Of(name))), null);
        }
        catch (Exception error) when (error is not ArgumentException)
        {
            return new FamilyMember(name, null, error);
        }
    }

    // The directory ignores case; names do not.
    private async Task<List<string>> Names(CancellationToken cancellationToken)
    {
        var directory = _grains.GetBreakerDirectory();
        var names = new List<string>();
        var query = new BreakerQuery { Prefix = _prefix, PageSize = BreakerQuery.MaxPageSize };
        while (true)
        {
            var page = await directory.List(query, cancellationToken);
            if (page.IsPartial)
                throw new IOException($"The breakers of the family are not all known: no answer from {string.Join(", ", page.Missing)}. Nothing was changed; try again.");
            names.AddRange(page.Breakers.Select(breaker => breaker.Name).Where(name => name.StartsWith(_prefix, StringComparison.Ordinal)));
            if (page.Continuation is null)
                return [.. names.Distinct(StringComparer.Ordinal)];
            query = query with { Continuation = page.Continuation };
        }
    }
}
