namespace Failfast.Simulation;

/// <summary>
/// Reports are few, however many calls fail: in any second a host sends at most twenty of failures, one of successes, some for its own
/// transitions, and those that the grain requested.
/// </summary>
internal sealed class FewReports(World world)
{
    private const int Most = 25;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Dictionary<GuardedBreaker, Queue<TimeSpan>> _reports = [];
    private readonly Dictionary<GuardedBreaker, Queue<TimeSpan>> _requested = [];

    public void ReportRequested(GuardedBreaker host) => Add(_requested, host);

    public void Reports(GuardedBreaker host)
    {
        var (reports, requested) = (Add(_reports, host), _requested.GetValueOrDefault(host)?.Count(at => world.Schedule.Now - at < Second) ?? 0);
        if (reports > Most + requested)
            world.Violate($"{host}: sends {reports} reports a second, {requested} of which the grain requested");
    }

    private int Add(Dictionary<GuardedBreaker, Queue<TimeSpan>> all, GuardedBreaker host)
    {
        var now = world.Schedule.Now;
        if (!all.TryGetValue(host, out var times))
            all[host] = times = [];
        times.Enqueue(now);
        while (now - times.Peek() >= Second)
            times.Dequeue();
        return times.Count;
    }
}
