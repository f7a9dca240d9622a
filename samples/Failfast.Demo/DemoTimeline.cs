using Spectre.Console;

namespace Failfast.Demo;

/// <summary>
/// Shows the demo to people: one line per second and per event, as it happens. A pipe gets the same lines; a terminal also gets a last
/// line that is updated.
/// </summary>
internal sealed class DemoTimeline : IDemoView
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    // Ticks of other processes take a moment to arrive.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console = DemoConsole.Create();
    private readonly HostTick?[] _ticks;
    private readonly TimelineRow _row;
    private readonly List<(double Seconds, string What)> _events = [];
    private BreakerState _seen = BreakerState.Closed;
    private (GroupTick Guarded, GroupTick Bare) _last = (new(), new());

    public DemoTimeline(int hosts)
    {
        _ticks = new HostTick?[hosts];
        _row = new TimelineRow(_console.Profile.Capabilities.Unicode, hosts * DemoPlan.Workers);
    }

    public void Starting(string what) => _console.MarkupLine($"Starting {what} ...");

    public void Serving(Uri page) => _console.MarkupLine($"Every breaker on a page, to watch and to steer: [link]{page}[/]");

    public void WarmingUp() => _console.MarkupLine("Warming up ...");

    public async Task During(RunClock clock, PhaseSchedule schedule, Func<Task> run, CancellationToken cancellationToken)
    {
        Introduce(schedule);
        if (!_console.Profile.Capabilities.Interactive)
        {
            await Follow(clock, schedule, run(), _ => { }, cancellationToken);
            return;
        }

        await _console.Status().StartAsync("...", status =>
            Follow(clock, schedule, run(), glance => status.Status(glance), cancellationToken));
    }

    public void Entered(Phase phase, TimeSpan at) => Event(at.TotalSeconds, phase switch
    {
        Phase.Slow => "[yellow]the service turns slow: it accepts connections and answers nothing[/]",
        Phase.Failing => "[red]the service fails: it answers 500 at once[/]",
        _ when at < TimeSpan.FromSeconds(1) => "[green]the service is healthy[/]",
        _ => "[green]the service is healthy again[/]",
    });

    public void Said(int host, HostMessage message)
    {
        lock (_lock)
        {
            _ticks[host] = message.Tick ?? _ticks[host];
            // Only the first host to see a change is shown.
            if (message.Turn is not { } turn || turn.State == _seen)
                return;
            _seen = turn.State;
            var why = turn is { State: BreakerState.Open or BreakerState.Closed, Reason: { } reason } ? $" ({Markup.Escape(reason)})" : "";
            Event(turn.At / 1000, $"{TimelineRow.Of(turn.State, $"the breaker is {TimelineRow.Word(turn.State)}")}{why}");
        }
    }

    public void Show(DemoReport report) => DemoTable.Write(_console, report, _ticks.Length);

    private void Introduce(PhaseSchedule schedule)
    {
        var hosts = _ticks.Length == 1 ? "" : $" on each of {_ticks.Length} hosts";
        _console.MarkupLine($"Two groups of {DemoPlan.Workers} workers{hosts} serve requests by calling that service over HTTP.");
        _console.MarkupLine(
            $"For {schedule.Length.TotalSeconds:0} s, {DemoPlan.ArrivalsPerSecond} a second arrive at each. When a call gives nothing, the answer is a polite one.");
        _console.MarkupLine("The guarded group calls through the breaker; that is the only difference.");
        _console.WriteLine();
        foreach (var line in TimelineRow.Heading)
            _console.MarkupLine(line);
    }

    private async Task Follow(
        RunClock clock, PhaseSchedule schedule, Task run, Action<string> glance, CancellationToken cancellationToken)
    {
        try
        {
            for (var at = Glance; at <= schedule.Length; at += Glance)
            {
                await clock.Until(at + Grace, cancellationToken);
                lock (_lock)
                    Look(at, schedule, glance);
            }
        }
        catch (OperationCanceledException)
        {
            // The run knows why.
        }

        await run;
    }

    private void Look(TimeSpan at, PhaseSchedule schedule, Action<string> glance)
    {
        var ticks = _ticks.OfType<HostTick>().ToList();
        var guarded = GroupTick.Sum(ticks.Select(tick => tick.Guarded));
        var bare = GroupTick.Sum(ticks.Select(tick => tick.Bare));
        var states = ticks.Select(tick => tick.State).ToList();
        var workers = _ticks.Length * DemoPlan.Workers;
        Tell(at.TotalSeconds);
        glance($"[grey]stuck workers now: guarded {guarded.Stuck} of {workers}, bare {bare.Stuck} of {workers}[/]");
        if (at.Ticks % TimeSpan.TicksPerSecond != 0)
            return;
        // The second that has just ended began in this phase.
        var phase = schedule.At(at - TimeSpan.FromSeconds(1));
        _console.MarkupLine(_row.Format(at, phase, states, (guarded, _last.Guarded), (bare, _last.Bare)));
        _last = (guarded, bare);
    }

    private void Event(double seconds, string what)
    {
        lock (_lock)
            _events.Add((seconds, what));
    }

    // Delayed, so that an event appears below the row of the second before it.
    private void Tell(double until)
    {
        foreach (var (seconds, what) in _events.Where(each => each.Seconds < until).OrderBy(each => each.Seconds))
            _console.MarkupLine($"[grey]{seconds,4:0.0}[/] {what}");
        _events.RemoveAll(each => each.Seconds < until);
    }
}
