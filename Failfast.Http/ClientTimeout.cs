namespace Failfast.Http;

/// <summary>The <see cref="HttpClient.Timeout"/> of one named client, which its handlers can't see by themselves.</summary>
internal sealed class ClientTimeout
{
    private long _ticks = Timeout.InfiniteTimeSpan.Ticks;

    /// <summary>A client of that name was created.</summary>
    public void Note(TimeSpan timeout) => Volatile.Write(ref _ticks, timeout.Ticks);

    /// <summary>At most four fifths of the time-out, so that a hang is seen before the call is cancelled.</summary>
    /// <param name="wanted">Null for none.</param>
    public TimeSpan? Limit(TimeSpan? wanted)
    {
        var ticks = Volatile.Read(ref _ticks);
        return wanted is { } limit && ticks > 0 && limit.Ticks > ticks / 5 * 4 ? TimeSpan.FromTicks(ticks / 5 * 4) : wanted;
    }
}
