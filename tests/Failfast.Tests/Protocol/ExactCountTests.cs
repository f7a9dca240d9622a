using CsCheck;
using Failfast.Contract;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>N hosts times M failures are N times M, whatever the network and the grain do.</summary>
public class ExactCountTests
{
    private enum Happens
    {
        Call,
        Deliver,
        LoseRequest,
        LoseReply,
        Double,
        LateReply,
        Crash,
        CrashToClockBehind,
        Push,
    }

    private static readonly Gen<(Happens What, int Host)[]> Moves = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Happens.Call)), (6, Gen.Const(Happens.Deliver)), (1, Gen.Const(Happens.LoseRequest)),
            (1, Gen.Const(Happens.LoseReply)), (1, Gen.Const(Happens.Double)), (1, Gen.Const(Happens.LateReply)),
            (1, Gen.Const(Happens.Crash)), (1, Gen.Const(Happens.CrashToClockBehind)), (1, Gen.Const(Happens.Push))),
        Gen.Int[0, 3]).Array[1, 80];

    [Fact]
    public void Report_any_interleaving_counts_every_failure_once() => Gen.Select(Gen.Int[1, 4], Moves).Sample(
        (count, moves) =>
        {
            var grain = new TestGrain(Policy.Consecutive(0) with { SamplingDuration = TimeSpan.FromMinutes(10) });
            var hosts = grain.AddHosts(count);
            var (calls, activations) = (0, 1);
            foreach (var (what, host) in moves)
            {
                if (what == Happens.Call)
                    calls++;
                if (what == Happens.Crash)
                    grain.Restart(Incarnations.Above(grain.Coordinator.Stamp.Incarnation, ++activations));
                else if (what == Happens.CrashToClockBehind)
                    grain.Restart(++activations);
                else
                    Do(grain, hosts[host % count], what);
                grain.Wait(.3);
            }

            foreach (var host in hosts)
            {
                host.Call("F");
                calls++;
            }

            for (var i = 0; i < 20; i++)
            {
                grain.Settle();
                grain.Wait(1);
            }

            Assert.Equal(calls, grain.Total().Failures);
        },
        iter: 1_000);

    [Fact]
    public void Report_any_interleaving_opens_at_exactly_the_last_failure() =>
        Gen.Shuffle(Enumerable.Range(0, 20).ToArray()).Sample(order =>
        {
            var grain = new TestGrain(Policy.Consecutive(20));
            var hosts = grain.AddHosts(4);
            foreach (var host in hosts)
                host.Call("S");
            grain.Wait(1);
            grain.Settle();
            foreach (var turn in order)
            {
                Assert.Equal(BreakerState.Closed, grain.State);
                hosts[turn % 4].Call("F");
                if (turn % 3 == 0)
                    grain.Settle();
                grain.Wait(.02);
            }

            grain.Settle();
            Assert.Equal(BreakerState.Open, grain.State);
        });

    private static void Do(TestGrain grain, TestHost host, Happens what)
    {
        if (what == Happens.Call)
            host.Call("F");
        else if (what == Happens.Push)
            host.Protocol.Apply(grain.Coordinator.Snapshot(grain.Now), host.Now);
        else if (host.Protocol.NextReport(host.Now) is { } report)
            Exchange(grain, host, what, report);
    }

    private static void Exchange(TestGrain grain, TestHost host, Happens what, HostReport report)
    {
        if (what != Happens.LoseRequest)
        {
            var reply = grain.Report(report);
            if (what == Happens.Double)
                reply = grain.Report(report);
            if (what == Happens.LateReply)
                host.Protocol.Apply(grain.Coordinator.Snapshot(grain.Now), host.Now);
            if (what != Happens.LoseReply)
            {
                host.Protocol.ReportAnswered(reply, host.Now);
                return;
            }
        }

        host.Protocol.ReportUnanswered(host.Now);
    }
}
