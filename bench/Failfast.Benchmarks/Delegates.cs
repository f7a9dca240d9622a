namespace Failfast.Benchmarks;

/// <summary>The guarded delegates: the same objects for the bare call, Failfast and Polly.</summary>
internal static class Delegates
{
    private static readonly Task<int> s_done = Task.FromResult(42);

    public static readonly Func<CancellationToken, ValueTask<int>> Sync = static _ => new(42);

    public static readonly Func<int, CancellationToken, ValueTask<int>> SyncState = static (state, _) => new(state);

    /// <summary>Returns the same completed task each time.</summary>
    public static readonly Func<CancellationToken, Task<int>> SyncTask = static _ => s_done;

    public static readonly Func<int, CancellationToken, ValueTask<int>> YieldsState = static (state, _) => Yield(state);

    private static async ValueTask<int> Yield(int result)
    {
        await Task.Yield();
        return result;
    }
}
