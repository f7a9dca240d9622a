namespace Failfast.ClusterBench.Processes;

/// <summary>The longest queue of work items that the process had, looked at 100 times a second.</summary>
internal sealed class Backlog
{
    private long _longest;

    public Backlog()
    {
        // A thread of its own: a timer would wait in the very queue.
        new Thread(Watch) { IsBackground = true }.Start();
    }

    /// <summary>Since the last such order.</summary>
    public long TakeLongest() => Interlocked.Exchange(ref _longest, 0);

    private void Watch()
    {
        using var never = new ManualResetEventSlim();
        while (!never.Wait(TimeSpan.FromMilliseconds(10)))
            _longest = Math.Max(Volatile.Read(ref _longest), ThreadPool.PendingWorkItemCount);
    }
}
