using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Failfast.Local;

/// <summary>
/// The breakers of this process by name, at most one of each. They are held weakly: a breaker that is neither in use nor referenced is
/// collected, so that names that are used only once do not fill the memory.
/// </summary>
internal sealed class BreakerRegistry(Func<string, LocalBreaker> create)
{
    private const int FewEnough = 1024;

    private readonly ConcurrentDictionary<string, WeakReference<LocalBreaker>> _known = new(StringComparer.Ordinal);
    private int _count;
    private int _purgeAbove = FewEnough;

    /// <summary>The number of entries, including those of collected breakers that are not purged yet.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool TryGet(string name, [NotNullWhen(true)] out LocalBreaker? breaker)
    {
        breaker = null;
        return _known.TryGetValue(name, out var held) && held.TryGetTarget(out breaker);
    }

    public LocalBreaker GetOrAdd(string name)
    {
        LocalBreaker? made = null;
        while (true)
        {
            if (!_known.TryGetValue(name, out var held))
            {
                if (!_known.TryAdd(name, new(made ??= create(name))))
                    continue;
                if (Interlocked.Increment(ref _count) > Volatile.Read(ref _purgeAbove))
                    Purge();
                return made;
            }

            if (held.TryGetTarget(out var breaker))
                return breaker;
            if (_known.TryUpdate(name, new(made ??= create(name)), held))
                return made;
        }
    }

    public IEnumerable<LocalBreaker> All()
    {
        foreach (var (_, held) in _known)
            if (held.TryGetTarget(out var breaker))
                yield return breaker;
    }

    /// <summary>Those that are awake: one that is asleep hears of no change.</summary>
    public IEnumerable<LocalBreaker> Active() => All().Where(breaker => breaker.IsActive);

    // The more entries remain, the later the next purge, so that each new name pays for a few old ones at most.
    private void Purge()
    {
        foreach (var entry in _known)
            if (!entry.Value.TryGetTarget(out _) && _known.TryRemove(entry))
                Interlocked.Decrement(ref _count);
        Volatile.Write(ref _purgeAbove, Math.Max(FewEnough, Count * 2));
    }
}
