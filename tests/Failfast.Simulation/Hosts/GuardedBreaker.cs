using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>The shell around a real <see cref="HostSession"/>: turns, gate, sweeps and messages.</summary>
internal sealed partial class GuardedBreaker
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly SimHost _host;
    private readonly World _world;
    private readonly string _name;
    private readonly List<GuardedCall> _inFlight = [];
    private HostSession _session;
    private Gate _gate;
    private bool _noticed;

    public GuardedBreaker(SimHost host, int number)
    {
        _host = host;
        _world = host.World;
        Number = number;
        _name = $"{host}/{number}";
        (_session, _gate) = Fresh();
    }

    public int Number { get; }

    public HostProtocol Protocol => _session.Protocol;

    public SimHost Host => _host;

    /// <summary>The counts of all calls that ended here, for the exact scenario.</summary>
    public CallCounts Made { get; private set; }

    private TimeSpan Now => _host.Now;

    public override string ToString() => _name;

    public void Pushed(GrainSnapshot snapshot) => Turn(() => _session.OnPush(snapshot, Now));

    /// <summary>The grain has answered an operator in this process.</summary>
    public void Answered(GrainSnapshot snapshot) => Turn(() => _session.OnAnswer(snapshot, Now));

    public void ReportRequested()
    {
        _world.Checks?.ReportRequested(this);
        Turn(_session.OnReportRequested);
    }

    public void ClusterChanged() => Turn(_session.OnClusterChanged);

    public void Granted(LateGrant grant) => Turn(() => _session.OnGrant(grant.Reply, grant.At, Now));

    public void Offered() => Turn(() => _session.OnOffer(Now));

    public void Recalled(long number) => Turn(() => _session.OnRecall(number, Now));

    private void Sweep()
    {
        if (!_session.IsActive)
            return;
        if (_gate.Settings.SlowCallDuration is { } slow)
            foreach (var call in _inFlight.Where(call => call.MayBeSlow && call.Counted == CountedAs.No && Now - call.Started >= slow).ToList())
                WentOverdue(call);
        foreach (var call in _inFlight.Where(IsLateProbe))
            CountOverdue(call);
        Begin();
        _session.Sweep(_noticed, isWatched: _waiters > 0, Now, _host.Dice.Share());
        _noticed = false;
        var effects = _session.Finish(Now, MayReport());
        if (_session.MaySleep(_inFlight.Exists(call => call.MayBeSlow), Now))
        {
            _session.Sleep();
            _gate.Group.IsLeft = true;
        }

        PublishGate();
        Do(effects);
        if (_session.IsActive)
            _host.After(SweepInterval, Sweep);
    }

    private (HostSession Session, Gate Gate) Fresh()
    {
        var session = new HostSession(_host.Id, _host.Name, _world.Timings, _world.Scenario.Settings, Now);
        var view = session.View(Now);
        return (session, new Gate(view, session.Settings, new Group(view.Ticket)));
    }

    /// <summary>An unreferenced breaker that is asleep may be collected; the next call then creates a new one.</summary>
    private void MayBeForgotten()
    {
        if (_session.IsActive || _inFlight.Count > 0 || _openRequests > 0 || _waiters > 0 || !_host.Dice.Chance(.5))
            return;
        _world.Oracle.Forgot(this);
        (_session, _gate) = Fresh();
        Made = default;
        _noticed = false;
    }

    private void Turn(Action step)
    {
        Begin();
        step();
        End();
    }

    private void Begin() => Drain(_gate.Group);

    private void Drain(Group group)
    {
        if (group.Drain() is var count and > 0)
            _session.Succeeded(group.Ticket, count, Now, _host.Dice.Share());
    }

    private void End()
    {
        End(MayReport());
    }

    private void End(bool mayReport)
    {
        var effects = _session.Finish(Now, mayReport);
        PublishGate();
        Do(effects);
    }

    private bool MayReport() => !_world.Scenario.HoldsReports || _host.Dice.Chance(.3);

    private void PublishGate()
    {
        _world.Oracle.HostStepped(this);
        var (view, settings) = (_session.View(Now), _session.Settings);
        if (view != _gate.View || !ReferenceEquals(settings, _gate.Settings))
        {
            var group = _gate.Group.Ticket == view.Ticket ? _gate.Group : new Group(view.Ticket);
            if (group != _gate.Group)
                _gate.Group.IsLeft = true;
            _gate = new Gate(view, settings, group);
            WakeWaiters();
        }

        if (_session.IsActive)
            _gate.Group.IsLeft = false;
    }

    /// <summary>Counts a call that has ended or become slow, however the session counts it.</summary>
    private void CountCall(CallTicket ticket, CallCounts counts)
    {
        if (ticket.ClusterGeneration == CallTicket.NotCounted)
            return;
        Made = Made.Then(counts);
        _world.Oracle.CallEnded(this, ticket.ClusterGeneration, counts);
    }
}
