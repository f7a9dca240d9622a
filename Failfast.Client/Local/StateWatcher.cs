using System.Threading.Channels;

namespace Failfast.Local;

/// <summary>One reader of a breaker's transitions.</summary>
internal sealed class StateWatcher
{
    // Who is further behind has stopped following: what he missed is worth less to him than what is.
    private const int Backlog = 32;

    private readonly Channel<BreakerSnapshot> _news =
        Channel.CreateBounded<BreakerSnapshot>(new BoundedChannelOptions(Backlog));

    public ChannelReader<BreakerSnapshot> News => _news.Reader;

    /// <summary>One caller at a time.</summary>
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
