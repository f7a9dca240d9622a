using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>What <c>HostBreaker</c> does around the real <see cref="HostProtocol"/>: turns, gate, sweeps.</summary>
internal sealed partial class GuardedBreaker
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly SimHost _host;
    private readonly World _world;
    private readonly string _name;
    private readonly List<GuardedCall> _inFlight = [];
    private KeptProbes _kept;
    private Gate _gate;
    private bool _isActive;
    private bool _noticed;
    private TimeSpan _lastUse;

    public GuardedBreaker(SimHost host, int number)
    {
        _host = host;
        _world = host.World;
        Number = number;
        _name = $"{host}/{number}";
        (Protocol, _gate, _kept) = Fresh();
    }

    public int Number { get; }

    public HostProtocol Protocol { get; private set; }

    public SimHost Host => _host;

    /// <summary>What became of the calls that ended here, as they were told to the shell; for the exact scenario.</summary>
    public CallCounts Made { get; private set; }

    private TimeSpan Now => _host.Now;

    public override string ToString() => _name;

    public void Pushed(GrainSnapshot word)
    {
        Turn(() => Protocol.Hear(word, Now));
        WakeWaiting();
    }

    public void Asked() => Turn(Protocol.Asked);

    private void Sweep()
    {
        if (!_isActive)
            return;
        if (Protocol.Settings.SlowCallDuration is { } slow)
            foreach (var call in _inFlight.Where(call => !call.WasOverdue && Now - call.Started >= slow).ToList())
                WentOverdue(call);
        Begin();
        if (_noticed)
        {
            _noticed = false;
            _lastUse = Now;
            Protocol.Noticed();
        }

        var report = Protocol.NextReport(Now);
        var sleeps = _inFlight.Count == 0 && report is null && !Protocol.Owes && _kept.IsEmpty && Now - _lastUse >= LongestIdle;
        if (sleeps)
            (_isActive, _gate.Group.IsLeft) = (false, true);
        End(report);
        GiveBackKept();
        if (_isActive)
            _host.After(SweepInterval, Sweep);
    }

    private TimeSpan LongestIdle
    {
        get
        {
            var idle = Protocol.IsPlain ? _world.Timings.LeaseDuration : _world.Timings.SubscriptionDuration;
            return idle > Protocol.Settings.SamplingDuration ? idle : Protocol.Settings.SamplingDuration;
        }
    }

    private (HostProtocol Protocol, Gate Gate, KeptProbes Kept) Fresh()
    {
        var protocol = new HostProtocol(_host.Id, _host.Name, _world.Timings, _world.Scenario.Settings, Now);
        var view = protocol.View(Now) with { Mode = GuardMode.Deciding };
        return (protocol, new Gate(view, TimeSpan.Zero, new Group(view.Ticket)), new KeptProbes(protocol, _world.Timings));
    }

    /// <summary>Asleep, and referred to by nobody, it was collected; the next call by its name meets another one.</summary>
    private void MayBeForgotten()
    {
        if (_isActive || _inFlight.Count > 0 || _asking > 0 || _waiting is not null || !_host.Dice.Chance(.5))
            return;
        _world.Oracle.Forgot(this);
        (Protocol, _gate, _kept) = Fresh();
        Made = default;
        _noticed = false;
    }

    private void Activate()
    {
        if (_isActive)
            return;
        _isActive = true;
        _gate.Group.IsLeft = false;
        _host.After(SweepInterval, Sweep);
    }

    private void Turn(Action step)
    {
        Begin();
        step();
        End(Protocol.NextReport(Now));
    }

    private void Begin()
    {
        if (Drain(_gate.Group))
            _lastUse = Now;
    }

    private bool Drain(Group group)
    {
        if (group.Drain() is not (var count and > 0))
            return false;
        Protocol.Succeeded(group.Ticket, count, Now, _host.Dice.Share());
        return true;
    }

    private void End(HostReport? report)
    {
        Regate();
        if (report is not null)
            Send(report);
    }

    private void Regate()
    {
        _world.Oracle.HostStepped(this);
        var view = View();
        if (view == _gate.View)
            return;
        var group = _gate.Group.Ticket == view.Ticket ? _gate.Group : new Group(view.Ticket);
        var until = view.Mode != GuardMode.Rejecting ? TimeSpan.Zero : view.OpenUntil ?? TimeSpan.MaxValue;
        if (group != _gate.Group)
            _gate.Group.IsLeft = true;
        _gate = new Gate(view, until, group);
    }

    /// <summary>A call has ended, or is known to be slow, whatever the shell makes of that.</summary>
    private void Tell(CallTicket ticket, CallCounts counts)
    {
        if (ticket.ClusterGeneration == CallTicket.NotCounted)
            return;
        Made = Made.Then(counts);
        _world.Oracle.CallEnded(this, ticket.ClusterGeneration, counts);
    }

    private HostView View() =>
        _isActive ? Protocol.View(Now) : Protocol.View(Now) with { Mode = GuardMode.Deciding };
}
