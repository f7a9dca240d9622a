using System.Collections.Immutable;
using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>For every state, event and setting: the transition is in the table, and all of the table is reached.</summary>
public class TransitionTableTests
{
    private static readonly Guid Host = Guid.NewGuid();
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private static readonly BreakerState[] States = Enum.GetValues<BreakerState>();

    // Written out again, so that a change of the table has to be meant.
    private static readonly Dictionary<BreakerState, BreakerState[]> Table = new()
    {
        [BreakerState.Closed] = [BreakerState.Open, BreakerState.Closed, BreakerState.Isolated, BreakerState.Disabled],
        [BreakerState.Open] = [BreakerState.HalfOpen, BreakerState.Closed, BreakerState.Isolated, BreakerState.Disabled],
        [BreakerState.HalfOpen] = [BreakerState.Open, BreakerState.Closed, BreakerState.Isolated, BreakerState.Disabled],
        [BreakerState.Isolated] = [BreakerState.HalfOpen, BreakerState.Closed, BreakerState.Disabled],
        [BreakerState.Disabled] = [BreakerState.Closed, BreakerState.Isolated],
    };

    [Fact]
    public void IsLegal_is_the_table()
    {
        foreach (var from in States)
            foreach (var to in States)
                Assert.True(Transitions.IsLegal(from, to) == Table[from].Contains(to), $"{from} -> {to}");
    }

    [Fact]
    public void To_outside_the_table_throws()
    {
        foreach (var from in States)
            foreach (var to in States.Except(Table[from]))
            {
                var thrown = Assert.Throws<InvalidOperationException>(() => new MachineState { State = from }.To(to, null));
                Assert.Equal($"A breaker can't go from {from} to {to}.", thrown.Message);
            }
    }

    [Fact]
    public void To_inside_the_table_is_one_generation_with_nothing_counted()
    {
        ImmutableArray<ProbeLease> outside = [new(6, 9, Guid.NewGuid(), Now)];
        ImmutableArray<Guid> failed = [Host];
        var full = new MachineState
        {
            Generation = 7, Failures = Run(3), ProbeSuccesses = 2, ConfirmBy = Now, Probes = outside, LastProbeNumber = 9, PastBreaks = 3,
            GivenUpFor = new(5), FailedProbers = failed, PreferOthersUntil = Now, Overdue = new(6, 1, new(1), 0, outside),
        };
        var left = new MachineState { Generation = 8, Reason = "why", Probes = outside, LastProbeNumber = 9, FailedProbers = failed, PreferOthersUntil = Now };
        foreach (var from in States)
            foreach (var to in Table[from])
                Assert.Equal(left with { State = to }, (full with { State = from }).To(to, "why"));
    }

    [Fact]
    public void Apply_every_state_and_event_stays_inside_the_table_and_reaches_all_of_it()
    {
        var reached = new HashSet<(BreakerState From, BreakerState To)>();
        foreach (var settings in Settings())
            foreach (var before in Before())
                foreach (var happened in Events())
                {
                    var after = BreakerMachine.Apply(before, happened, new Moment(Now, .5, settings, new())).State;
                    if (after.Generation == before.Generation)
                    {
                        Assert.Equal(before.State, after.State);
                        continue;
                    }

                    // The one event that makes no transition but begins the next: still one step in the table.
                    Assert.Equal(before.Generation + 1, after.Generation);
                    Assert.True(Table[before.State].Contains(after.State), $"{before.State} -> {after.State} by {happened}");
                    reached.Add((before.State, after.State));
                }

        Assert.Equal(Table.Sum(entry => entry.Value.Length), reached.Count);
    }

    [Fact]
    public void Apply_state_unknown_throws() => Assert.Throws<System.Diagnostics.UnreachableException>(() => BreakerMachine.Apply(
        new MachineState { State = (BreakerState)9 }, new BreakerEvent.ProbeRequested(Host), new Moment(Now, .5, new(), new())));

    private static IEnumerable<BreakerSettings> Settings()
    {
        var plain = Policy.Consecutive(2);
        return [plain, plain with { Enabled = false }, plain with { ObserveOnly = true }, plain with { HalfOpenSuccesses = 2 }];
    }

    private static IEnumerable<MachineState> Before()
    {
        var closed = MachineState.Initial with { Generation = 4 };
        var open = closed with { State = BreakerState.Open, BreakLength = new(1), OpenUntil = Now + new TimeSpan(1) };
        var halfOpen = closed with { State = BreakerState.HalfOpen };
        var lease = new ProbeLease(4, 1, Host, Now + new TimeSpan(1));
        return
        [
            closed, closed with { Failures = Run(1), RunReportedAt = Now }, closed with { Failures = Run(2), ConfirmBy = Now },
            open, open with { OpenUntil = Now }, open with { Overdue = new(3, 0, default, 0, [lease with { Generation = 3 }]) },
            halfOpen, halfOpen with { Probes = [lease] }, halfOpen with { Probes = [lease with { Deadline = Now }] },
            closed with { State = BreakerState.Isolated, OpenUntil = TimeSpan.MaxValue }, closed with { State = BreakerState.Isolated, OpenUntil = Now }, closed with { State = BreakerState.Disabled },
        ];
    }

    private static FailureRun Run(int failures) => new([new(failures, Now, Now)], TimeSpan.MinValue);

    private static IEnumerable<BreakerEvent> Events() =>
    [
        .. new[] { "", "S", "F", "FF", "L" }.Select(calls =>
            new BreakerEvent.Counted(Host, Calls.Now(calls), BreakerEvent.NobodySilent)),
        new BreakerEvent.Counted(Host, Calls.Now("FF"), default),
        new BreakerEvent.TimePassed(BreakerEvent.NobodySilent),
        new BreakerEvent.TimePassed(default),
        new BreakerEvent.ProbeRequested(Host),
        new BreakerEvent.ProbeRenewed(Host, 1),
        .. Enum.GetValues<ProbeOutcome>().SelectMany(outcome => new BreakerEvent[]
        {
            new BreakerEvent.ProbeEnded(Host, 4, 1, outcome), new BreakerEvent.ProbeEnded(Host, 3, 1, outcome),
        }),
        new BreakerEvent.Isolated("tested"),
        new BreakerEvent.Isolated("tested", new TimeSpan(1)),
        new BreakerEvent.ClosedByOperator(),
        new BreakerEvent.DisabledByOperator(),
        new BreakerEvent.EnabledByOperator(),
        new BreakerEvent.ResetByOperator(),
    ];

    [Fact]
    public void Events_every_kind_is_tried() => Assert.Empty(
        typeof(BreakerEvent).GetNestedTypes(System.Reflection.BindingFlags.Public)
            .Except(Events().Select(happened => happened.GetType())));
}
