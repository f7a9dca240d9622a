using System.Diagnostics;

namespace Failfast.ClusterBench.Load;

/// <summary>Calls so many times a second, one call after another; those that are late are made up for at once.</summary>
internal sealed class PacedLoad
{
    private static readonly TaskCompletionSource<int> s_never = new();

    private readonly LoadOrder _order;
    private readonly ILoadCalls _calls;
    private readonly Func<ValueTask<int>> _dependency;
    private readonly Task _loop;
    private volatile bool _isStopped;
    private long _calledBefore;
    private long _leaked;

    public PacedLoad(LoadOrder order, ILoadCalls calls)
    {
        (_order, _calls, _dependency) = (order, calls, Dependency);
        _loop = Task.Run(Loop);
    }

    /// <summary>In ticks; never at first.</summary>
    public long FallAt { get; set; } = long.MaxValue;

    /// <summary>0 at first.</summary>
    public long RejectedAt { get; private set; }

    public async Task<LoadResult> Stop()
    {
        _isStopped = true;
        await _loop;
        return new(RejectedAt, _leaked);
    }

    private async Task Loop()
    {
        // Processes don't call all at the same time.
        await Pause.For(Random.Shared.NextDouble() * Math.Min(1, 1d / _order.Rate));
        var (start, called) = (Stopwatch.GetTimestamp(), 0L);
        while (!_isStopped)
        {
            for (var due = 1 + (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * _order.Rate); called < due; called++)
                await Call();
            await Pause.For(.001);
        }
    }

    private async ValueTask Call()
    {
        var call = _calls.IsRejected(_dependency);
        if (_order.Hangs && !call.IsCompleted)
            return;
        if (await call && RejectedAt == 0 && Stopwatch.GetTimestamp() is var now && now >= FallAt)
            RejectedAt = now;
    }

    private ValueTask<int> Dependency()
    {
        if (_order.Hangs)
            return new(s_never.Task);
        if (Stopwatch.GetTimestamp() >= FallAt)
            _leaked++;
        else if (_order.FailingEvery == 0 || ++_calledBefore % _order.FailingEvery != 0)
            return new(1);
        return ValueTask.FromException<int>(new TimeoutException());
    }
}
