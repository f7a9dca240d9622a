using System.Threading.Channels;

namespace Failfast.Demo;

/// <summary>
/// A small thread-per-request server: requests arrive at a fixed rate, whether or not earlier ones are done, and queue for a fixed
/// number of workers.
/// </summary>
internal sealed class WorkerGroup(RunClock clock, Func<CancellationToken, Task<Answer>> serve)
{
    private readonly Measurements _measurements = new();
    private readonly Channel<TimeSpan> _line = Channel.CreateUnbounded<TimeSpan>();
    private readonly List<Worker> _workers = [];

    public GroupTick Tick() =>
        _measurements.Tick() with { Stuck = _workers.Count(worker => worker.IsStuck), Waiting = _line.Reader.Count };

    /// <summary>Serves until <paramref name="length"/> has passed since the start of the run.</summary>
    public async Task<GroupResult> Run(TimeSpan length, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        for (var i = 0; i < DemoPlan.Workers; i++)
            _workers.Add(new Worker(clock, serve, _measurements));
        var working = _workers.Select(worker => worker.Work(_line.Reader, end.Token)).ToList();
        try
        {
            await Arrive(length - DemoPlan.Quiet, cancellationToken);
            await clock.Until(length, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            _line.Writer.Complete();
            await Task.WhenAll(working);
        }

        while (_line.Reader.TryRead(out var arrival))
            _measurements.Unanswered(arrival, clock.Now);
        return _measurements.Result();
    }

    private async Task Arrive(TimeSpan until, CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5), clock.Time);
        var last = (long)(until.TotalSeconds * DemoPlan.ArrivalsPerSecond);
        for (long arrived = 0; arrived < last;)
        {
            await beat.WaitForNextTickAsync(cancellationToken);
            // A late tick does not postpone arrivals: its delay is part of their latency.
            for (var due = (long)(clock.Now.TotalSeconds * DemoPlan.ArrivalsPerSecond); arrived < Math.Min(due, last);)
            {
                _measurements.Arrived();
                _line.Writer.TryWrite(TimeSpan.FromSeconds(++arrived / DemoPlan.ArrivalsPerSecond));
            }
        }
    }
}
