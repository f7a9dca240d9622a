namespace Failfast.Local;

/// <summary>Limits the number of calls that run at one time.</summary>
internal sealed class ConcurrencyLimiter
{
    private int _taken;

    /// <summary>Takes a slot; false if <paramref name="limit"/> or more are taken.</summary>
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
