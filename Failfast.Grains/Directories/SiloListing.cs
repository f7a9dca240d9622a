namespace Failfast.Directories;

/// <summary>The breakers that are active on this silo. Breakers come, change and go in constant time, on any thread.</summary>
internal sealed class SiloListing
{
    /// <summary>More changes than this between two questions are told as one.</summary>
    public const int KeptChanges = 1_000;

    private readonly BreakerRoster _breakers = new();
    private readonly ChangeLog _changes = new(KeptChanges);

    public void Add(IListedBreaker breaker)
    {
        _breakers.Add(breaker);
        _changes.Add(breaker.Name);
    }

    /// <summary>An activation that has taken its place meanwhile stays.</summary>
    public void Remove(IListedBreaker breaker)
    {
        if (_breakers.Remove(breaker))
            _changes.Add(breaker.Name);
    }

    public void Changed(string name) => _changes.Add(name);

    public SiloPage Page(BreakerQuery query) => PageOf.Breakers(_breakers.All(), query);

    /// <summary>The generation of each breaker; -1 for one that isn't active here.</summary>
    public long[] Generations(string[] names) =>
        Array.ConvertAll(names, name => _breakers.TryFind(name, out var breaker) ? breaker.Generation : -1);

    /// <summary>What has changed since a version; null for what changes from now on.</summary>
    public SiloChanges Changes(string? prefix, long? since)
    {
        var version = _changes.Version;
        if (since is null)
            return new SiloChanges { Version = version };
        if (_changes.Since(since.Value, version) is not { } names)
            return new SiloChanges { Version = version, AreTooMany = true };
        var (changed, gone) = (new List<BreakerSummary>(), new List<string>());
        foreach (var name in names.Where(name => NamePrefix.Fits(prefix, name)))
            if (_breakers.TryFind(name, out var breaker))
                changed.Add(breaker.Summarize());
            else
                gone.Add(name);
        return new SiloChanges { Version = version, Changed = [.. changed], Gone = [.. gone] };
    }
}
