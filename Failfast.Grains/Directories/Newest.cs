namespace Failfast.Directories;

/// <summary>Which silo has the newest activation of each of some breakers: of two of one name the higher generation counts.</summary>
internal sealed class Newest
{
    private readonly Dictionary<string, (long Generation, SiloAddress Silo)> _newest = new(StringComparer.Ordinal);

    public void Add(string name, long generation, SiloAddress silo)
    {
        if (generation >= 0 && (!_newest.TryGetValue(name, out var other) || generation > other.Generation))
            _newest[name] = (generation, silo);
    }

    /// <summary>Whether it is active anywhere.</summary>
    public bool Knows(string name) => _newest.ContainsKey(name);

    /// <summary>Whether no other silo has a newer one. The same silo's own may have moved on meanwhile.</summary>
    public bool Is(SiloAddress silo, BreakerSummary breaker) =>
        !_newest.TryGetValue(breaker.Name, out var newest) || newest.Silo.Equals(silo) || newest.Generation <= breaker.Generation;
}
