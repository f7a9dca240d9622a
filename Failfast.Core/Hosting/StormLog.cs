using Microsoft.Extensions.Logging;

namespace Failfast.Hosting;

/// <summary>
/// Keeps a storm to a handful of log lines: the first few events of a second are logged in full; the others are counted, and named in one line
/// for each kind when the second is over.
/// </summary>
internal sealed partial class StormLog(TimeProvider time, ILogger logger) : IDisposable
{
    private const int InFull = 5;
    private const int Named = 10;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _turn = new();
    private readonly Dictionary<(LogLevel Level, string Happened), List<string>> _more = [];
    private readonly ILogger _logger = logger;
    private ITimer? _timer;
    private int _logged;
    private bool _isDisposed;

    /// <summary>The level for an event's own line: the level given, or debug if the event is one of a storm.</summary>
    /// <param name="level">The event's.</param>
    /// <param name="happened">In words, after "37 more breakers": "opened".</param>
    /// <param name="breaker">To whom.</param>
    public LogLevel LevelOf(LogLevel level, string happened, string breaker)
    {
        lock (_turn)
        {
            if (_logged == 0 && !_isDisposed)
                (_timer ??= Timer()).Change(Second, Timeout.InfiniteTimeSpan);
            if (_logged++ < InFull)
                return level;
            if (!_more.TryGetValue((level, happened), out var names))
                _more[(level, happened)] = names = [];
            names.Add(breaker);
            return LogLevel.Debug;
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    // Without the execution context of the call that happens to be the first.
    private ITimer Timer()
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        return time.CreateTimer(static it => ((StormLog)it!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void End()
    {
        List<((LogLevel Level, string Happened) Kind, List<string> Names)> ended;
        lock (_turn)
        {
            ended = [.. _more.Select(it => (it.Key, it.Value))];
            _more.Clear();
            _logged = 0;
        }

        foreach (var ((level, happened), names) in ended)
        {
            var others = names.Count > Named ? $" and {names.Count - Named} others" : "";
            LogMore(level, names.Count, names.Count == 1 ? "breaker" : "breakers", happened, $"{string.Join(", ", names.Take(Named))}{others}");
        }
    }
}
