using System.Globalization;
using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>
/// Checks trips. If only the dependency fails, the cluster opens only if a rule holds over the calls of all hosts: one bad host among
/// busy healthy ones does not open it, although failures are reported at once and successes once per interval. Checked once a grain has
/// existed without a transition for more than two report intervals.
/// </summary>
internal sealed partial class Oracle
{
    private static readonly TimeSpan Travels = TimeSpan.FromMilliseconds(10);

    // A success is counted by the next turn, at the latest by a sweep, and gets that time.
    private static readonly TimeSpan Drained = TimeSpan.FromMilliseconds(120);

    private readonly Dictionary<GuardedBreaker, Made> _made = [];

    /// <summary>The recent calls of one host, and when it reported.</summary>
    private sealed class Made
    {
        public readonly List<(TimeSpan At, long Generation, CallCounts Counts)> Calls = [];
        public readonly List<TimeSpan> Reports = [];

        // Failures before a host's first snapshot count in the generation of that snapshot.
        public IEnumerable<(TimeSpan At, CallCounts Counts)> In(long generation, TimeSpan after, TimeSpan until) =>
            Calls.Where(call => (call.Generation == generation || (call.Generation == CallTicket.BeforeFirstSnapshot && call.Counts.Failures > 0)) && call.At > after && call.At <= until).Select(call => (call.At, call.Counts));
    }

    private void Sent(GuardedBreaker host)
    {
        if (world.Scenario.HasBadHost)
            MadeBy(host).Reports.Add(world.Schedule.Now);
    }

    private void Ended(GuardedBreaker host, long generation, CallCounts counts)
    {
        if (world.Scenario.HasBadHost)
            MadeBy(host).Calls.Add((world.Schedule.Now, generation, counts));
    }

    private void CheckTrip(Activation grain, Grain before)
    {
        var now = world.Schedule.Now;
        if (!world.Scenario.HasBadHost || now - before.Since <= world.Timings.ReportInterval * 2 || world.Hosts.Any(host =>
            host.Breakers[grain.Breaker].Protocol is var protocol && (protocol.IsAlone || protocol.LastSnapshot?.Stamp != before.Stamp)))
            return;
        var (settings, reason) = (before.Settings, grain.Coordinator.State.Reason ?? "");
        var made = world.Hosts.Select(host => MadeBy(host.Breakers[grain.Breaker])).ToList();
        var generation = before.State.Generation;
        var failing = made.Count(one => one.In(generation, now - settings.SamplingDuration - Travels, now).Any(call => call.Counts.IsUrgent));
        if (failing < settings.MinimumHosts)
            world.Violate($"{grain}: opened, and {failing} hosts failed, where it takes {settings.MinimumHosts}");
        if (reason.Contains("in a row"))
            CheckRun(grain, made, generation, settings);
        if (reason.Contains("failed in") && Share(made, generation, settings.SamplingDuration) is var most && most < settings.FailureRatio)
            world.Violate($"{grain}: opened, as {reason}; in truth no more than {most:0.00} did");
    }

    // Of what hosts have told: the last so many failures, no success at some time between the first and the last of them, and no
    // active host that has not spoken since the first.
    private void CheckRun(Activation grain, List<Made> made, long generation, BreakerSettings settings)
    {
        var (now, reason) = (world.Schedule.Now, grain.Coordinator.State.Reason!);
        var run = int.Parse(reason.Split(' ')[0], CultureInfo.InvariantCulture);
        var failures = Told(TimeSpan.Zero).Where(call => call.Counts.Failures > 0).Select(call => call.At).Order().ToList();
        var (first, last) = failures.Count < run ? (TimeSpan.MinValue, now) : (failures[^run], failures[^1]);
        if (failures.Count < run || Told(Travels).Any(call => call.Counts.Successes > 0 && call.At > first + Drained && call.At < last))
            world.Violate($"{grain}: opened on {reason}, and a success came between them");
        var total = made.Sum(one => one.In(generation, now - settings.SamplingDuration - Travels, now).Sum(call => call.Counts.Calls));
        // Where a ratio holds too, it is enough that a host has spoken within the interval.
        var hasRatio = (settings.FailureRatio > 0 || settings.SlowCallRatio is not null) && total >= settings.MinimumThroughput;
        if (!hasRatio && made.Any(one => one.Reports.LastOrDefault() is var spoke
            && spoke < first - Travels && spoke > now - (world.Timings.ReportInterval * 2) + Drained))
            world.Violate($"{grain}: opened on {reason}, and a host that was active was not asked");

        IEnumerable<(TimeSpan At, CallCounts Counts)> Told(TimeSpan ago) => made.SelectMany(one =>
            one.In(generation, TimeSpan.MinValue, one.Reports.LastOrDefault(at => at <= now - ago)));
    }

    // Of all failures and those successes that the grain must know: a bucket leaves the window as a whole.
    private double Share(List<Made> made, long generation, TimeSpan window)
    {
        var now = world.Schedule.Now;
        var failures = made.Sum(one => one.In(generation, now - window - Travels, now).Sum(call => call.Counts.Failures));
        var successes = made.Sum(one => one.In(generation, now - (window * .75), Known(one)).Sum(call => call.Counts.Successes));
        return (double)failures / (failures + successes);

        TimeSpan Known(Made one)
        {
            var answered = one.Reports.LastOrDefault(at => at <= now - Travels);
            return answered > now - (world.Timings.ReportInterval * 2) ? answered : TimeSpan.MinValue;
        }
    }

    private Made MadeBy(GuardedBreaker host) => _made.TryGetValue(host, out var made) ? made : _made[host] = new Made();
}
