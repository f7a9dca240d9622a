using Failfast.Local;

namespace Failfast.Testing;

/// <summary>
/// Records what this process sees of one breaker, fake or real: its states, in order, and how many calls it rejects. What other processes
/// see, or reject, is not in it.
/// </summary>
public sealed class BreakerRecorder : IDisposable
{
    private readonly List<BreakerSnapshot> _states = [];
    private readonly LocalBreaker _breaker;
    private readonly StateWatcher _watcher;
    private readonly long _rejectedBefore;

    /// <summary>Begins to record.</summary>
    /// <param name="breaker">A fake, or a breaker from the grain factory of the process that is to be watched.</param>
    /// <exception cref="InvalidOperationException">The process has no guard.</exception>
    public BreakerRecorder(IBreakerGrain breaker)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        _breaker = BreakerLookup.Find(breaker);
        _rejectedBefore = _breaker.Admissions.Rejections;
        _watcher = _breaker.Followers.Add();
    }

    /// <summary>
    /// The states so far, the one at the beginning first: as known then, which on a cluster may be a guess until the grain has answered. If more
    /// than 32 changes come between two readings, some are missing.
    /// </summary>
    public IReadOnlyList<BreakerSnapshot> States
    {
        get
        {
            lock (_states)
            {
                while (_watcher.News.TryRead(out var next))
                    _states.Add(next);
                return [.. _states];
            }
        }
    }

    /// <summary>Calls that the process has rejected since the beginning, for whatever cause.</summary>
    public long Rejections => _breaker.Admissions.Rejections - _rejectedBefore;

    /// <summary>Ends recording; what was recorded stays.</summary>
    public void Dispose() => _breaker.Followers.Remove(_watcher);

    /// <summary>For the output of a failed test.</summary>
    public override string ToString() => $"{string.Join(" -> ", States.Select(seen => seen.State))}; {Rejections} rejected";
}
