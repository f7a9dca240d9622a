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
        var isOver = false;
        AskPermit(() =>
        {
            if (isOver)
                return;
            isOver = true;
            Think(call);
        });
        var budget = Budget(call);
        _host.After(budget > TimeSpan.Zero ? budget : TimeSpan.Zero, () =>
        {
            if (isOver)
                return;
            isOver = true;
            Think(call);
        });
    }

    private void GiveBackKept()
    {
        if (_isActive && _kept.MustRenew(Now))
            AskPermit(() => { });
        while (_kept.TryTakeExpired(Now, out var probe))
            TellProbe(probe.Permit!, ProbeOutcome.Ignored);
    }

    private void AskPermit(Action done)
    {
        var request = Protocol.PermitRequest(Now);
        Ask((grain, answer) => answer(grain.RequestProbe(_host, request)), reply =>
        {
            Begin();
            CallTicket? ticket = null;
            if (reply is null)
                Protocol.PermitUnanswered(Now);
            else
                ticket = Protocol.PermitAnswered(reply, Now);
            _world.Oracle.Replied(this, reply);
            var keeps = ticket is not null && _isActive;
            if (keeps)
                _kept.Put(ticket!.Value, isPromised: false, Now);
            Regate();
            if (!keeps && reply?.Permit is { } worthless)
                TellProbe(worthless, ProbeOutcome.Ignored);
            done();
        });
        if (!_host.FreezesWhenItAsks)
            return;
        _host.FreezesWhenItAsks = false;
        _host.Freeze();
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
