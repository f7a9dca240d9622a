using System.Threading.Channels;

namespace Failfast.Demo;

/// <summary>One worker: takes a request, serves it, takes the next.</summary>
internal sealed class Worker(RunClock clock, Func<CancellationToken, Task<Answer>> serve, Measurements measurements)
{
    private const long Idle = long.MaxValue;
    private long _calledAt = Idle;

    public bool IsStuck
    {
        get
        {
            var at = Volatile.Read(ref _calledAt);
            return at != Idle && clock.Now.Ticks - at >= DemoPlan.StuckAfter.Ticks;
        }
    }

    /// <summary>Works until the run ends; its current request is then left unanswered.</summary>
    public async Task Work(ChannelReader<TimeSpan> requests, CancellationToken end)
    {
        while (await requests.WaitToReadAsync(CancellationToken.None))
        {
            while (!end.IsCancellationRequested && requests.TryRead(out var arrival))
            {
                var start = clock.Now;
                Volatile.Write(ref _calledAt, start.Ticks);
                var answer = await serve(end);
                Volatile.Write(ref _calledAt, Idle);
                var now = clock.Now;
                measurements.Waited(start, now);
                if (end.IsCancellationRequested && answer == Answer.Polite)
                    measurements.Unanswered(arrival, now);
                else
                    measurements.Answered(answer, arrival, now);
            }

            if (end.IsCancellationRequested)
                return;
        }
    }
}
