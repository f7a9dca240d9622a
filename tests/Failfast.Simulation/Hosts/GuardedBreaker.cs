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
        Protocol = new HostProtocol(host.Id, host.Name, _world.Timings, _world.Scenario.Settings);
        _gate = new Gate(View(), TimeSpan.Zero, new Group(View().Ticket));
    }

    public int Number { get; }

    public HostProtocol Protocol { get; }

    public SimHost Host => _host;

    /// <summary>Calls that were counted here, for the exact scenario.</summary>
    public CallCounts Counted { get; private set; }

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
        if (_inFlight.Count == 0 && report is null && !Protocol.Owes && Now - _lastUse >= _world.Timings.LeaseDuration)
            _isActive = false;
        End(report);
        if (_isActive)
            _host.After(SweepInterval, Sweep);
    }

    private void Activate()
    {
        if (_isActive)
            return;
        _isActive = true;
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
        if (_gate.Group.Drain() is var count and > 0)
        {
            _lastUse = Now;
            Count(_gate.Group.Ticket, CallCounts.OfSuccesses(count));
            Protocol.Succeeded(_gate.Group.Ticket, count, Now, _host.Dice.Share());
        }
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
        _gate = new Gate(view, until, group);
    }

    private void Count(CallTicket ticket, CallCounts counts)
    {
        if (ticket.ClusterGeneration == (Protocol.Heard?.Generation ?? 0))
        {
            Counted = Counted.Then(counts);
            _world.Oracle.CallsCounted(this, ticket.ClusterGeneration, counts);
        }
    }

    private HostView View() =>
        _isActive ? Protocol.View(Now) : Protocol.View(Now) with { Mode = GuardMode.Deciding };
}
