namespace Failfast.Http;

/// <summary>The <see cref="HttpClient.Timeout"/> of one named client, which its handlers can't see by themselves.</summary>
internal sealed class ClientTimeout
{
    private long _ticks = Timeout.InfiniteTimeSpan.Ticks;

    /// <summary>A client of that name was created.</summary>
    public void Note(TimeSpan timeout) => Volatile.Write(ref _ticks, timeout.Ticks);

    /// <summary>At most three quarters of what is left of the time-out, so that a hang is seen before the call is cancelled.</summary>
    /// <param name="wanted">Null for none.</param>
    /// <param name="spent">The time until the call was admitted. It is no fault of the service's: if it is most of the time-out, that limits nothing.</param>
    public TimeSpan? Limit(TimeSpan? wanted, TimeSpan spent)
    {
        var timeout = Volatile.Read(ref _ticks);
        var limit = (timeout - spent.Ticks) / 4 * 3;
        return timeout > 0 && spent.Ticks <= timeout / 2 && wanted?.Ticks > limit ? TimeSpan.FromTicks(limit) : wanted;
    }
}
