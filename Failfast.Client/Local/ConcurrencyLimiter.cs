namespace Failfast.Local;

/// <summary>Counts calls that run at one time, so that they can be limited.</summary>
internal sealed class ConcurrencyLimiter
{
    private int _taken;

    /// <summary>False when <paramref name="limit"/> or more are taken; then nothing has changed.</summary>
    public bool TryTake(int limit)
    {
        for (var seen = Volatile.Read(ref _taken); seen < limit;)
        {
            var before = Interlocked.CompareExchange(ref _taken, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);
}
