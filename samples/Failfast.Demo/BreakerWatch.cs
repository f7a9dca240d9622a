namespace Failfast.Demo;

/// <summary>Records when this host sees the breaker change, to within <see cref="Beat"/>, and how long it had to wait for a processor.</summary>
internal sealed class BreakerWatch(IBreakerGrain breaker, RunClock clock, Action<BreakerTurn> turned)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(2);

    public List<BreakerTurn> Turns { get; } = [];

    public MachineLag Lag { get; } = new();

    public async Task Run(TimeSpan length, CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(Beat, clock.Time);
        var last = BreakerState.Closed;
        while (clock.Now < length)
        {
            var snapshot = breaker.Snapshot;
            if (snapshot.State != last)
            {
                last = snapshot.State;
                Turns.Add(new BreakerTurn(Math.Round(clock.Now.TotalMilliseconds, 1), last, snapshot.Reason));
                turned(Turns[^1]);
            }

            await beat.WaitForNextTickAsync(cancellationToken);
            Lag.Beat(clock.Now);
        }
    }
}
