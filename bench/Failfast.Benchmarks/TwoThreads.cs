namespace Failfast.Benchmarks;

/// <summary>Runs the same work on two threads at once, one of them the caller's, without starting a thread per run.</summary>
internal sealed class TwoThreads : IDisposable
{
    private readonly Barrier _barrier = new(2);
    private Func<ValueTask<int>>? _work;
    private int _other;

    public TwoThreads() => new Thread(Loop) { IsBackground = true }.Start();

    public int Run(Func<ValueTask<int>> work)
    {
        _work = work;
        _barrier.SignalAndWait();
        var own = Result(work);
        _barrier.SignalAndWait();
        return own + _other;
    }

    public static int Result(Func<ValueTask<int>> work) => work().AsTask().GetAwaiter().GetResult();

    public void Dispose()
    {
        _work = null;
        _barrier.SignalAndWait();
        _barrier.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_work is not { } work)
                return;
            _other = Result(work);
            _barrier.SignalAndWait();
        }
    }
}
