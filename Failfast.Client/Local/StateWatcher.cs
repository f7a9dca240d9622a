using System.Threading.Channels;

namespace Failfast.Local;

/// <summary>One reader of a breaker's transitions.</summary>
internal sealed class StateWatcher
{
    // A reader that is further behind skips to the latest state.
    private const int Backlog = 32;

    private readonly Channel<BreakerSnapshot> _news =
        Channel.CreateBounded<BreakerSnapshot>(new BoundedChannelOptions(Backlog));

    public ChannelReader<BreakerSnapshot> News => _news.Reader;

    /// <summary>Not for concurrent use.</summary>
    public void Write(BreakerSnapshot snapshot)
    {
        if (_news.Writer.TryWrite(snapshot))
            return;
        while (_news.Reader.TryRead(out _))
        {
        }

        _news.Writer.TryWrite(snapshot);
    }
}
