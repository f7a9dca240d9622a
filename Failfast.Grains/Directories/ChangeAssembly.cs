namespace Failfast.Directories;

/// <summary>Puts together what has changed on all silos.</summary>
internal sealed class ChangeAssembly(SiloScatter silos, IndexClient index)
{
    private static readonly BreakerChange s_reset = new() { Kind = BreakerChangeKind.Reset };

    /// <param name="prefix">Of the names; null for all.</param>
    /// <param name="positions">What is known of each silo; null for nothing.</param>
    public async Task<DirectoryChanges> Since(string? prefix, SiloPosition[]? positions)
    {
        var asked = silos.Silos();
        var known = positions?.ToDictionary(position => position.Silo, position => position.Version);
        var answers = await silos.Ask(asked, (service, silo) => service.Changes(prefix, known is null ? null : known.GetValueOrDefault(silo)));
        var isReset = known is null || known.Keys.Except(asked).Any() || answers.Any(answer => answer.Value is { AreTooMany: true });
        return new DirectoryChanges
        {
            Changes = isReset ? [s_reset] : await Tell(prefix, asked, [.. answers.Select(answer => answer.Value).OfType<SiloChanges>()]),
            Positions = [.. answers.Select(answer => Next(answer, known)).OfType<SiloPosition>()],
        };
    }

    // A silo that has not answered is asked for the same once more.
    private static SiloPosition? Next(SiloAnswer<SiloChanges> answer, Dictionary<SiloAddress, long>? known) =>
        answer.Value is { } changes ? new(answer.Silo, changes.Version)
        : known is not null && known.TryGetValue(answer.Silo, out var version) ? new(answer.Silo, version)
        : null;

    private async Task<BreakerChange[]> Tell(string? prefix, List<SiloAddress> asked, List<SiloChanges> all)
    {
        var changed = all.SelectMany(changes => changes.Changed).GroupBy(breaker => breaker.Name, StringComparer.Ordinal)
            .Select(same => same.MaxBy(breaker => breaker.Generation)!).ToDictionary(breaker => breaker.Name, StringComparer.Ordinal);
        var left = all.SelectMany(changes => changes.Gone).Where(name => !changed.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
        if (left.Count == 0)
            return [.. changed.Values.Select(Changed)];

        // Moved, or kept in the index, is not gone.
        var newest = await silos.Newest(asked, left);
        left.RemoveWhere(newest.Knows);
        var found = await index.Find(prefix);
        if (!found.IsComplete && left.Count > 0)
            return [s_reset];
        var inactive = found.Breakers.Where(breaker => left.Remove(breaker.Name)).ToList();
        return
        [
            .. changed.Values.Concat(inactive).Select(Changed),
            .. left.Select(name => new BreakerChange { Kind = BreakerChangeKind.Gone, Name = name }),
        ];
    }

    private static BreakerChange Changed(BreakerSummary breaker) =>
        new() { Kind = BreakerChangeKind.Changed, Name = breaker.Name, Breaker = breaker };
}
