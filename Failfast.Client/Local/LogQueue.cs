using System.Threading.Channels;

namespace Failfast.Local;

/// <summary>
/// Writes log lines and measurements of the process's breakers in order, on the thread pool: a logger or listener that blocks delays
/// only later lines. When the queue is full, new lines are dropped.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    private const int Longest = 10_000;

    private readonly Channel<Action> _lines = Channel.CreateBounded<Action>(
        new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public LogQueue() => ThreadPool.UnsafeQueueUserWorkItem(static it => _ = it.WriteAll(), this, preferLocal: false);

    public void Post(Action write) => _lines.Writer.TryWrite(write);

    public void Dispose() => _lines.Writer.TryComplete();

    private async Task WriteAll()
    {
        await foreach (var write in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
            write();
    }
}
