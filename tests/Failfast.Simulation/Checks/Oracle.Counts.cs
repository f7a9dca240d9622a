using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>
/// Checks counts. None exceeds the calls made. A report of the current generation, by a host that knows the incarnation, is counted
/// completely the first time it arrives, and never again. A report that its sender's next one has overtaken is not counted: the sender
/// had dropped it as older than the window.
/// </summary>
internal sealed partial class Oracle
{
    private readonly Dictionary<(int Breaker, long Generation), CallCounts> _calls = [];
    private readonly Dictionary<HostReport, HostProtocol> _senders = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(HostProtocol Sender, long Incarnation), long> _counted = [];

    public void CallEnded(GuardedBreaker host, long generation, CallCounts counts)
    {
        var seen = Of(host);
        if (generation == CallTicket.BeforeFirstSnapshot && seen.First is { } first)
            generation = first;
        if (generation == CallTicket.BeforeFirstSnapshot)
            seen.Unheard = seen.Unheard.Then(counts);
        else
            AddCalls(host.Number, generation, counts);
        Ended(host, generation, counts);
        world.Checks?.CallEnded(host, generation, counts);
    }

    public void Sends(GuardedBreaker host, HostReport report)
    {
        if (report.Counts.Length > 0)
            _senders[report] = host.Protocol;
        Sent(host);
        world.Checks?.Reports(host);
    }

    /// <summary>Called when a grain has taken a report, with the state before.</summary>
    public void Counted(Activation grain, HostReport report, MachineState before, Stamp stamp)
    {
        var (coordinator, after) = (grain.Coordinator, grain.Coordinator.State);
        // A liar may use another host's numbers.
        if (world.Scenario.HasLiar || report.Remembered?.Stamp.Incarnation != coordinator.Stamp.Incarnation
            || !_senders.TryGetValue(report, out var sender))
            return;
        var key = (sender, coordinator.Stamp.Incarnation);
        var isFresh = report.Sequence > _counted.GetValueOrDefault(key, -1);
        if (isFresh)
            _counted[key] = report.Sequence;
        // A transition clears the window.
        if (after.Generation != before.Generation || coordinator.Stamp.Incarnation != stamp.Incarnation)
            return;
        var window = coordinator.Settings.SamplingDuration;
        var counts = isFresh && report.Generation == before.Generation && before.State == BreakerState.Closed && coordinator.Settings.Enabled
            ? Sum(report.Counts.Where(entry => entry.Age < window).Select(entry => entry.Counts))
            : default;
        var (had, has) = (before.Window.Total(grain.Now, window), after.Window.Total(grain.Now, window));
        if (!AreSame(has, had.Then(counts)))
            world.Violate($"{grain}: counted {Short(had)}, and then {Short(has)}, with a report of {Short(counts)} that {(isFresh ? "is new" : "came before")}");
    }

    private static string Short(CallCounts counts) => $"{counts.Successes}+{counts.Failures}+{counts.Slow}";

    private static bool AreSame(CallCounts one, CallCounts other) =>
        (one.Successes, one.Failures, one.Slow) == (other.Successes, other.Failures, other.Slow);

    // No more may be counted in a generation than all calls made in it.
    private void CheckCounts(Activation grain)
    {
        if (world.Scenario.HasLiar)
            return;
        var state = grain.Coordinator.State;
        var total = state.Window.Total(grain.Now, grain.Coordinator.Settings.SamplingDuration);
        var made = _calls.GetValueOrDefault((grain.Breaker, state.Generation));
        if (total.Successes > made.Successes || total.Failures > made.Failures || total.Slow > made.Slow)
            world.Violate($"{grain}: counts {total}, but all calls of generation {state.Generation} are {made}");
    }

    private void AddCalls(int breaker, long generation, CallCounts counts) =>
        _calls[(breaker, generation)] = _calls.GetValueOrDefault((breaker, generation)).Then(counts);

    private static CallCounts Sum(IEnumerable<CallCounts> all) => all.Aggregate(default(CallCounts), (sum, one) => sum.Then(one));
}
