using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>What <c>GrainLink</c> does: reports, waiting for a word, permits and their return.</summary>
internal sealed partial class GuardedBreaker
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);

    private List<Action>? _waiting;
    private int _asking;

    private void Send(HostReport report)
    {
        _world.Oracle.Sends(this, report);
        Ask((grain, answer) => answer(grain.Report(_host, report)), Answered);
    }

    private void Answered(GrainReply? reply)
    {
        Turn(() =>
        {
            if (reply is not null)
                Protocol.ReportAnswered(reply, Now);
            else
                Protocol.ReportUnanswered(Now);
            _world.Oracle.ReportEnded(this, reply);
        });
        WakeWaiting();
    }

    private void WaitForWord(GuardedCall call)
    {
        var budget = Budget(call);
        var isOver = false;
        if (budget <= TimeSpan.Zero)
        {
            GiveUp();
            return;
        }

        if (_waiting is null)
        {
            Think(call);
            return;
        }

        _waiting.Add(() =>
        {
            if (isOver)
                return;
            isOver = true;
            Think(call);
        });
        _host.After(budget, () =>
        {
            if (isOver)
                return;
            isOver = true;
            GiveUp();
        });

        void GiveUp()
        {
            Begin();
            Protocol.GiveUpWaiting(Now);
            Regate();
            Think(call);
        }
    }

    private void WakeWaiting()
    {
        var all = _waiting;
        _waiting = null;
        foreach (var wake in all ?? [])
            wake();
    }

    private void AskPermit(GuardedCall call)
    {
        var request = Protocol.PermitRequest(Now);
        var isOver = false;
        Ask((grain, answer) => answer(grain.RequestProbe(_host, request)), reply =>
        {
            if (!isOver)
                Ended(reply);
            else if (reply?.Permit is { } late)
                TellProbe(late, ProbeOutcome.Ignored);
        });
        var budget = Budget(call);
        _host.After(budget > TimeSpan.Zero ? budget : TimeSpan.Zero, () =>
        {
            if (!isOver)
                Ended(null);
        });

        void Ended(GrainReply? reply)
        {
            isOver = true;
            Begin();
            CallTicket? ticket = null;
            if (reply is null)
                Protocol.PermitUnanswered(Now);
            else
                ticket = Protocol.PermitAnswered(reply, Now);
            _world.Oracle.Replied(this, reply);
            Regate();
            if (ticket is { } permitted)
            {
                _world.Oracle.Decided(this, call);
                Run(call, new Group(permitted));
                return;
            }

            if (reply?.Permit is { } worthless)
                TellProbe(worthless, ProbeOutcome.Ignored);
            Think(call);
        }
    }

    private void TellProbe(ProbePermit permit, ProbeOutcome outcome)
    {
        var end = Now + permit.EndsIn;
        Try(FirstRetry);

        void Try(TimeSpan wait)
        {
            var report = Protocol.ProbeReport(permit, outcome, Now);
            Ask((grain, answer) => answer(grain.EndProbe(report, permit)), reply =>
            {
                if (reply is not null)
                {
                    Turn(() =>
                    {
                        Protocol.Replied(reply, Now);
                        _world.Oracle.Replied(this, reply);
                    });
                }
                else if (Now + wait < end)
                {
                    _host.After(wait, () => Try(wait * 2));
                }
            });
        }
    }

    private void Ask(Action<Activation, Action<GrainReply>> serve, Action<GrainReply?> done)
    {
        _asking++;
        _world.Directory.Ask<GrainReply>(_host, _host.View, Number, ResponseTimeout, serve, reply =>
        {
            _asking--;
            done(reply);
        });
    }
}
