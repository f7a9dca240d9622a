using CsCheck;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>What holds after any sequence of events, also late, doubled, reordered and senseless ones.</summary>
public class MachinePropertyTests
{
    [Fact]
    public void Apply_any_sequence_keeps_the_promises() =>
        Gen.Select(Storm.Policies, Storm.Moves).Sample(
            (settings, moves) =>
            {
                var storm = new Storm(settings);
                foreach (var move in moves)
                    storm.Step(move);
            },
            iter: 2_000);

    [Fact]
    public void Storm_reaches_every_state_and_grants_permits()
    {
        var (states, leases) = (new HashSet<BreakerState>(), 0);
        Gen.Select(Storm.Policies, Storm.Moves).Sample(
            (settings, moves) =>
            {
                var storm = new Storm(settings);
                foreach (var move in moves)
                {
                    storm.Step(move);
                    states.Add(storm.State.State);
                }

                leases += storm.Granted;
            },
            iter: 200,
            threads: 1);

        Assert.Equal(Enum.GetValues<BreakerState>().Length, states.Count);
        Assert.InRange(leases, 100, int.MaxValue);
    }

    [Fact]
    public void Apply_one_report_judges_runs_like_its_calls_one_by_one() =>
        Gen.Select(Gen.Int[1, 5], Gen.OneOfConst('S', 'F', 'F', 'L').Array[0, 12], Gen.Int[0, 12]).Sample((limit, calls, cut) =>
        {
            var (head, tail) = (new string(calls[..Math.Min(cut, calls.Length)]), new string(calls[Math.Min(cut, calls.Length)..]));
            var (byReport, byCall) = (new OneBreaker(Policy.Consecutive(limit)), new OneBreaker(Policy.Consecutive(limit)));
            foreach (var report in new[] { head, tail })
                byReport.Apply(new BreakerEvent.Counted(Guid.Empty, Calls.Now(report), BreakerEvent.NobodySilent));
            foreach (var call in calls)
                byCall.Apply(new BreakerEvent.Counted(Guid.Empty, Calls.Now(call.ToString()), BreakerEvent.NobodySilent));
            Assert.Equal(byCall.State.State, byReport.State.State);
            Assert.Equal(byCall.State.Run, byReport.State.Run);
        });
}
