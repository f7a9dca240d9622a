using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>The counterpart of <c>GrainExchange</c>: carries out a turn's effects and applies the replies.</summary>
internal sealed partial class GuardedBreaker
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);

    private List<Action> _waiting = [];
    private int _openRequests;

    private void Do(SessionEffects effects)
    {
        if (effects.Starts)
            _host.After(SweepInterval, Sweep);
        if (effects.Report is { } report)
        {
            _world.Oracle.Sends(this, report);
            Call((grain, answer) => answer(grain.Report(_host, report)), reply =>
            {
                _session.OnReportReply(reply, Now);
                _world.Oracle.ReportEnded(this, reply);
            });
        }

        if (effects.IsHeld)
            _host.After(_host.Dice.Milliseconds(0, 300), SendHeld);
        if (effects.ProbeRequest is { } request)
            RequestProbe(request);
        foreach (var end in effects.ProbeEnds)
            Call((grain, answer) => answer(grain.EndProbe(end, isLie: false)), reply => _session.OnProbeEndReply(end, reply, Now));
        if (effects.TurnIn is { } wait)
            _host.After(wait, () => Turn(() => { }));
        if (effects.HasNews)
            NotifyWaiting();
    }

    // There is room now; several turns may have been held for one report.
    private void SendHeld()
    {
        Begin();
        End(mayReport: true);
    }

    private void RequestProbe(HostReport request)
    {
        if (_host.IsOlder)
            request = request with { Demand = request.Demand! with { AskedAt = null } };
        Call((grain, answer) => answer(grain.RequestProbe(_host, request)), reply => _session.OnProbeReply(reply, Now));
        if (!_host.FreezesOnProbeRequest)
            return;
        _host.FreezesOnProbeRequest = false;
        _host.Freeze();
    }

    private void WaitForNews(TimeSpan atMost, Action goOn)
    {
        var isOver = false;
        _waiting.Add(Wake);
        _host.After(atMost, Wake);

        void Wake()
        {
            if (isOver)
                return;
            isOver = true;
            goOn();
        }
    }

    private void NotifyWaiting()
    {
        var all = _waiting;
        _waiting = [];
        foreach (var wake in all)
            wake();
    }

    private void Call(Action<Activation, Action<GrainReply>> serve, Action<GrainReply?> apply)
    {
        _openRequests++;
        _world.Directory.Call<GrainReply>(_host, _host.View, Number, ResponseTimeout, serve, reply =>
        {
            _openRequests--;
            Turn(() =>
            {
                apply(reply);
                _world.Oracle.Replied(this, reply);
            });
        });
    }
}
