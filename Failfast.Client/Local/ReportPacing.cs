namespace Failfast.Local;

/// <summary>
/// Holds back reports that can wait while many others of this process are under way: one that meets thousands of breakers at once, or has
/// lost the silo of thousands, would else flood the silos until nothing is answered in time. Urgent reports never wait.
/// </summary>
internal sealed class ReportPacing(HostClock clock) : IDisposable
{
    private const int Limit = 64;

    /// <summary>Reports not answered for so long no longer hold others back: their silo may be gone, and the others' be well.</summary>
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMilliseconds(100);

    /// <summary>Where less is answered than is sent, the silos are busy: sending more would only make answers come too late.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<Action<int>> _waiting = [];
    private ITimer? _timer;
    private volatile int _underWay;
    private volatile bool _areWaiting;
    private TimeSpan _hold = ShortestHold;
    private int _period;
    private int _sent;
    private int _answered;

    /// <summary>Whether a report that can wait may be sent now; else <see cref="Wait"/>.</summary>
    public bool HasRoom => _underWay < Limit && !_areWaiting;

    /// <param name="send">Called once there is room, in turn; the report counts as under way until <see cref="Ended"/>.</param>
    public void Wait(Action<int> send)
    {
        lock (_lock)
        {
            var wereWaiting = _areWaiting;
            _waiting.Enqueue(send);
            // Room may have come since the caller looked, and the last answer with it.
            Admit();
            if (wereWaiting || !_areWaiting)
                return;
            // What was answered while nobody waited says nothing of the silos now.
            (_sent, _answered) = (_underWay, 0);
            Tick();
        }
    }

    /// <summary>A report is sent.</summary>
    /// <returns>For <see cref="Ended"/>.</returns>
    public int Sent()
    {
        lock (_lock)
        {
            _underWay++;
            _sent++;
            return _period;
        }
    }

    /// <summary>It is answered, will not be, or there was none to send.</summary>
    /// <param name="period">When it was counted.</param>
    /// <param name="isAnswered">False if no answer came.</param>
    public void Ended(int period, bool isAnswered = true)
    {
        lock (_lock)
        {
            if (isAnswered)
                _answered++;
            if (period == _period)
                _underWay--;
            Admit();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void NextPeriod()
    {
        lock (_lock)
        {
            _hold = _answered * 4 >= _sent * 3 ? ShortestHold : _hold * 2 < LongestHold ? _hold * 2 : LongestHold;
            _period++;
            _underWay = _sent = _answered = 0;
            Admit();
            if (_areWaiting)
                Tick();
        }
    }

    // A process that never has so many reports has no timer for them.
    private void Tick() => (_timer ??= clock.After(Timeout.InfiniteTimeSpan, static state => ((ReportPacing)state!).NextPeriod(), this))
        .Change(_hold, Timeout.InfiniteTimeSpan);

    private void Admit()
    {
        for (; _underWay < Limit && _waiting.TryDequeue(out var send); _underWay++, _sent++)
            ThreadPool.UnsafeQueueUserWorkItem(static it => it.send(it._period), (send, _period), preferLocal: false);
        _areWaiting = _waiting.Count > 0;
    }
}
