using CsCheck;
using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>One machine under random events, its promises checked at each step.</summary>
internal sealed class Storm(BreakerSettings settings)
{
    /// <param name="Kind">Which event.</param>
    /// <param name="Wait">Milliseconds before it.</param>
    /// <param name="Pick">Which host, lease or earlier event.</param>
    /// <param name="Number">A number that may be senseless.</param>
    /// <param name="Calls">What is counted.</param>
    public sealed record Move(int Kind, int Wait, int Pick, long Number, string Calls);

    private static readonly Guid[] Hosts = [.. Enumerable.Range(1, 4).Select(i => new Guid(i, 0, 0, new byte[8]))];
    private static readonly ProtocolTimings Timings = new();

    private readonly List<BreakerEvent> _past = [];
    private readonly List<(Guid Host, long Generation, ProbeLease Lease)> _leases = [];
    private TimeSpan _now = TimeSpan.FromDays(1);

    public static readonly Gen<BreakerSettings> Policies = Gen.Select(
        Gen.Int[0, 3], Gen.OneOfConst(0, .3, 1), Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[1, 2], Gen.OneOfConst(0, .5, 1),
        (consecutive, ratio, permits, successes, hosts, jitter) => new BreakerSettings
        {
            ConsecutiveFailures = consecutive,
            FailureRatio = ratio,
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(3),
            SlowCallDuration = TimeSpan.FromMilliseconds(10),
            SlowCallRatio = .5,
            BreakDuration = TimeSpan.FromMilliseconds(500),
            MaxBreakDuration = TimeSpan.FromSeconds(4),
            BreakDurationJitter = jitter,
            HalfOpenPermits = permits,
            HalfOpenSuccesses = successes,
            ProbeTimeout = TimeSpan.FromSeconds(1),
            MinimumHosts = hosts,
        });

    public static readonly Gen<Move[]> Moves = Gen.Select(
        Gen.Int[0, 20], Gen.OneOf(Gen.Int[0, 20], Gen.Int[0, 1_500]), Gen.Int[0, 1_000],
        Gen.OneOf(Gen.Long[-1, 5], Gen.OneOfConst(long.MinValue, long.MaxValue), Gen.Long),
        Gen.OneOfConst('S', 'F', 'F', 'F', 'L').Array[0, 5].Select(calls => new string(calls)),
        (kind, wait, pick, number, calls) => new Move(kind, wait, pick, number, calls)).Array[0, 80];

    public MachineState State { get; private set; } = MachineState.Initial;

    public int Granted => _leases.Count;

    public void Step(Move move)
    {
        _now += TimeSpan.FromMilliseconds(move.Wait);
        var happened = Happen(move);
        _past.Add(happened);
        var before = State;
        var step = Apply(before, happened, _now);
        State = step.State;
        if (step.Lease is { } lease)
            Hold(lease);
        CheckStep(before, happened, step);
        CheckState();
        CheckWhatComesNext();
    }

    private BreakerEvent Happen(Move move)
    {
        var host = Hosts[move.Pick % Hosts.Length];
        var heardSince = (move.Pick % 3) switch { 0 => BreakerEvent.NobodySilent, 1 => _now - Timings.ReportInterval, _ => default };
        var outcome = (ProbeOutcome)(move.Pick % 6);
        return move.Kind switch
        {
            <= 6 => new BreakerEvent.Counted(host, [Aged(move.Pick % 4_000, move.Calls)], heardSince),
            7 => new BreakerEvent.Counted(
                host, [new(new(Math.Max(0, move.Number)), Calls.Of(move.Calls)), Aged(move.Pick % 3_000, "F")], heardSince),
            8 => new BreakerEvent.TimePassed(heardSince),
            <= 11 => new BreakerEvent.ProbeRequested(host, HasBetter: move.Pick % 5 == 0),
            12 => new BreakerEvent.ProbeRequested(host, Known: [.. _leases.Select(entry => entry.Lease.Number).Where(number => number % 3 != 0)]),
            <= 14 when _leases.Count > 0 && _leases[^1] is var (owner, generation, lease) =>
                new BreakerEvent.ProbeEnded(owner, generation, lease.Number, outcome, Ms(move.Wait)),
            15 when _leases.Count > 0 && _leases[move.Pick % _leases.Count] is var (owner, generation, lease) =>
                new BreakerEvent.ProbeEnded(owner, generation, lease.Number, outcome),
            16 => new BreakerEvent.ProbeEnded(host, move.Pick % 2 == 0 ? State.Generation : move.Number, move.Number, outcome),
            17 when _leases.Count > 0 && _leases[^1] is var (owner, _, lease) => new BreakerEvent.ProbeRenewed(owner, lease.Number),
            <= 19 when _past.Count > 0 => _past[move.Pick % _past.Count],
            _ => (move.Pick % 11) switch
            {
                0 => new BreakerEvent.Isolated("stormy"),
                1 => new BreakerEvent.DisabledByOperator(),
                < 5 => new BreakerEvent.EnabledByOperator(),
                _ => new BreakerEvent.ClosedByOperator(),
            },
        };
    }

    private void CheckStep(MachineState before, BreakerEvent happened, MachineStep step)
    {
        Assert.InRange(step.State.Generation, before.Generation, before.Generation + 1);
        if (step.State.Generation != before.Generation)
            Assert.True(Transitions.IsLegal(before.State, step.State.State), $"{before.State} -> {step.State.State}");
        else
            Assert.Equal(before.State, step.State.State);
        if (happened is BreakerEvent.ProbeEnded ended && ended.Generation != before.Generation)
        {
            // An older probe's end frees its place, and only that; where one of its state was overdue, it may undo that.
            var others = before.Probes.RemoveAll(lease => (lease.Generation, lease.Number, lease.Host) == (ended.Generation, ended.Number, ended.Host));
            Assert.True(others.SequenceEqual(step.State.Probes));
            if (before.Overdue?.Generation != ended.Generation)
                Assert.Equal(before with { Probes = [] }, step.State with { Probes = [] });
            else if (step.State.Generation != before.Generation)
                Assert.Equal((ProbeOutcome.Success, before.State == BreakerState.Open || step.State.State == BreakerState.Closed), (ended.Outcome, true));
        }

        if (step.Lease is { } lease)
            Assert.Equal(IsLost(before, lease) ? lease.Deadline : _now + ProbeLeases.Length(settings, Timings), lease.Deadline);
        Assert.True(step.RequestReportsSince is null || step.State.ConfirmBy == _now + Timings.ConfirmBudget);
    }

    // Granted before, and again as it is, because its host does not know of it.
    private static bool IsLost(MachineState before, ProbeLease lease) => before.Probes.Contains(lease);

    private void Hold(ProbeLease lease)
    {
        _leases.RemoveAll(entry => entry.Lease.Number == lease.Number);
        _leases.Add((lease.Host, lease.Generation, lease));
    }

    private void CheckState()
    {
        // By the count of those who hold them, not by the machine's.
        var held = _leases.Where(entry => entry.Lease.Deadline > _now)
            .Count(entry => !_past.OfType<BreakerEvent.ProbeEnded>().Contains(
                new(entry.Host, entry.Generation, entry.Lease.Number, default), SameProbe));
        Assert.InRange(held, 0, settings.HalfOpenPermits);
        Assert.InRange(State.Probes.Length, 0, settings.HalfOpenPermits);
        Assert.InRange(State.Window.Buckets.Length, 0, RollingWindow.BucketCount);
        var total = State.Window.Total(_now, settings.SamplingDuration);
        Assert.True(total.IsPlausible, total.ToString());
        Assert.InRange(State.Run, 0, CallCounts.Limit);
        Assert.InRange(State.Breaks, 0, int.MaxValue);
        if (State.State == BreakerState.Open)
            Assert.InRange(State.OpenUntil - _now, TimeSpan.MinValue, settings.MaxBreakDuration);
    }

    /// <summary>The machine is pure, so that one can look ahead: nothing wedges.</summary>
    private void CheckWhatComesNext()
    {
        var ask = new BreakerEvent.ProbeRequested(Hosts[0]);
        if (State.State is BreakerState.Open or BreakerState.HalfOpen)
            Assert.NotNull(Apply(State, ask, State.Probes.Select(lease => lease.Deadline).Append(State.OpenUntil).Append(_now).Max()).Lease);
        if (State.ConfirmBy is { } deadline)
            Assert.Null(Apply(State, new BreakerEvent.TimePassed(default), deadline > _now ? deadline : _now).State.ConfirmBy);
    }

    private static readonly IEqualityComparer<BreakerEvent.ProbeEnded> SameProbe =
        EqualityComparer<BreakerEvent.ProbeEnded>.Create((a, b) =>
            a!.Host == b!.Host && a.Generation == b.Generation && a.Number == b.Number);

    private MachineStep Apply(MachineState state, BreakerEvent happened, TimeSpan now) =>
        BreakerMachine.Apply(state, happened, new Moment(now, .5, settings, Timings));

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);

    private static AgedCounts Aged(int ms, string calls) => new(TimeSpan.FromMilliseconds(ms), Calls.Of(calls));
}
