using Failfast.Contract;
using Failfast.Protocol;
using Failfast.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failfast.Simulation;

/// <summary>
/// The simulated counterpart of <c>BreakerGrain</c>, around the real coordinator and the real store.
/// </summary>
internal sealed partial class Activation
{
    private static readonly TimeSpan OperatorBudget = TimeSpan.FromSeconds(10);

    private const int MostSaid = 50;

    private readonly World _world;
    private readonly string _name;
    private readonly Prng _dice;
    private readonly TimeSpan _origin;
    private readonly List<Action> _waiting = [];
    private readonly SortedDictionary<int, SimHost> _observers = [];
    private readonly BreakerStore _store;
    private bool _confirming;
    private bool _isLoaded;

    public Activation(World world, Silo silo, int breaker, int number)
    {
        _world = world;
        Silo = silo;
        Breaker = breaker;
        Number = number;
        _name = $"grain-{breaker}#{number}";
        Born = world.Schedule.Now;
        _dice = Prng.For(world.Seed, 5_000 + (ulong)number);
        _origin = silo.Now;
        var incarnation = Incarnations.Next(silo.Time.GetUtcNow(), (long)(_dice.Next() >> 1));
        Coordinator = new BreakerCoordinator(world.Timings, world.Scenario.Settings, incarnation);
        var storage = world.Scenario.HasStorage ? world.Storage.For(silo) : null;
        _store = new BreakerStore(storage, world.GrainIds[breaker], silo.Time, NullLogger.Instance, Merge, IsAlone);
        world.History.Note(What.Activated, this, breaker, incarnation);
        _ = Load();
    }

    public Silo Silo { get; }

    public int Breaker { get; }

    public int Number { get; }

    public TimeSpan Born { get; }

    public TimeSpan? Died { get; private set; }

    public bool IsAlive => Died is null && Silo.IsAlive;

    public BreakerCoordinator Coordinator { get; }

    /// <summary>Recent reports, for the liar to repeat.</summary>
    public List<HostReport> Said { get; } = [];

    /// <summary>The highest generation that it adopted from a host.</summary>
    public long Adopted { get; private set; } = -1;

    public TimeSpan Now => Silo.Now - _origin;

    public override string ToString() => _name;

    /// <summary>Runs a turn, now or once it is loaded.</summary>
    public void Serve(Action turn)
    {
        if (Died is not null)
            return;
        if (_isLoaded)
            turn();
        else
            _waiting.Add(turn);
    }

    public GrainReply Report(SimHost from, HostReport report)
    {
        _observers[from.Number] = from;
        if (_world.Scenario.HasLiar)
            Remember(report);
        var (before, stamp, commandRevision) = (Coordinator.State, Coordinator.Stamp, Coordinator.CommandRevision);
        var (reply, effects) = Checked(report.Remembered, report.RetryAfter, () => Coordinator.Report(report, Now, _dice.Share()));
        _world.Oracle.Counted(this, report, before, stamp);
        _world.History.Note(What.Counted, this, report.Sequence, reply.Acknowledged, from);
        _world.Traffic?.Exchanged(report, reply);
        if (report.Generation < before.Generation)
            _world.Oracle.OlderChangedNothing(this, before, commandRevision, report.Remembered);
        CarryOut(effects);
        return reply;
    }

    public GrainReply RequestProbe(SimHost from, HostReport report)
    {
        _observers[from.Number] = from;
        var (reply, effects) = Checked(report.Remembered, report.RetryAfter, () => Coordinator.RequestProbe(report, Now, _dice.Share()));
        _world.Traffic?.Exchanged(report, reply);
        foreach (var lease in reply.GrantedProbes)
            _world.Oracle.Granted(this, from, lease);
        CarryOut(effects);
        return reply;
    }

    /// <param name="report">Of a host.</param>
    /// <param name="isLie">The probe was never granted.</param>
    public GrainReply EndProbe(ProbeReport report, bool isLie)
    {
        var (before, commandRevision) = (Coordinator.State, Coordinator.CommandRevision);
        var (reply, effects) = Checked(report.Remembered, report.RetryAfter, () => Coordinator.EndProbe(report, Now, _dice.Share()));
        if (isLie)
            _world.Oracle.LieChangedNothing(this, before);
        else
            _world.Oracle.ProbeReported(this, before, commandRevision, report);
        _world.Traffic?.Exchanged(report, reply);
        CarryOut(effects);
        return reply;
    }

    /// <summary>An operator's command: in force at once, answered when it is stored or a try has failed.</summary>
    public void Operate(OperatorCommand command, Action<GrainSnapshot> answer)
    {
        var before = Coordinator.CommandRevision;
        var effects = command.IsReset ? Coordinator.Reset(Now, _dice.Share())
            : command.Event is { } happened ? Coordinator.Operate(happened, Now, _dice.Share()) : Coordinator.Configure(command.Settings, Now);
        // Enabling what is not disabled, or isolating it again, says nothing.
        if (command.IsOfSettings || Coordinator.CommandRevision != before)
            _world.Oracle.CommandGiven(this, command);
        CarryOut(effects);
        _ = Answer(command, answer);
    }

    /// <summary>Ends like an idle grain, or one that another activation has replaced: it still writes what it can.</summary>
    public void Deactivate()
    {
        if (Died is null)
            _ = Settle();
    }

    /// <param name="isKnown">Whether the directory knows at once, so that the next message reaches a new activation.</param>
    public void Die(bool isKnown)
    {
        if (Died is not null)
            return;
        Died = _world.Schedule.Now;
        _world.Ghosts.Add(this);
        _world.History.Note(What.Stopped, this);
        Silo.Activations.Remove(Breaker);
        if (isKnown)
            _world.Directory.Forget(this);
    }

    private async Task Load()
    {
        await _store.Load(CancellationToken.None);
        BeginToSave();
        _isLoaded = true;
        _world.History.Note(What.Loaded, this, (long)Coordinator.State.State, Coordinator.State.Generation);
        foreach (var turn in _waiting.ToArray())
            Serve(turn);
        _waiting.Clear();
    }

    private async Task Answer(OperatorCommand command, Action<GrainSnapshot> answer)
    {
        await _store.FlushAsync(OperatorBudget, CancellationToken.None);
        if (Died is not null)
            return;
        if (_store.Durability == BreakerDurability.Durable)
            _world.Oracle.CommandDurable(this, command);
        answer(Coordinator.Snapshot(Now));
    }

    private void Remember(HostReport report)
    {
        Said.Add(report);
        if (Said.Count > MostSaid)
            Said.RemoveAt(0);
    }

    private CoordinatorStep<GrainReply> Checked(GrainSnapshot? shown, TimeSpan? pause, Func<CoordinatorStep<GrainReply>> act)
    {
        _world.Oracle.AsksForPause(this, pause);
        var before = Coordinator.State;
        var step = act();
        // Memory that a liar has raised to the limit of what can be is refused, and lost.
        if (shown is not null && !step.Result.ForgetYours && shown.Generation > before.Generation && Coordinator.State.Generation >= shown.Generation)
            Adopted = Math.Max(Adopted, shown.Generation);
        return step;
    }

    private void CarryOut(CoordinatorEffects effects)
    {
        _world.Oracle.GrainStepped(this, effects.IsRecalled);
        if (effects.Publish)
            Push();
        RequestReports(effects.RequestReports.ToHashSet());
        foreach (var lease in effects.Recall)
            Tell(lease.Host, host => host.Breakers[Breaker].Recalled(lease.Number));
        if (effects.Grant is { } grant && _observers.Values.FirstOrDefault(host => host.Id == grant.Host) is { } next)
        {
            _world.Oracle.Granted(this, next, grant.Reply.GrantedProbes[0]);
            Tell(grant.Host, host => host.Breakers[Breaker].Granted(grant));
        }

        if (effects.Offer is { } older)
            Tell(older, host => host.Breakers[Breaker].Offered());
        if (effects.Persist)
            _ = Save();
        if (Coordinator.State.ConfirmBy is { } deadline && !_confirming)
        {
            _confirming = true;
            Silo.After(TimeSpan.FromTicks(Math.Max(0, (deadline - Now).Ticks)), Confirm);
        }
    }

    private void RequestReports(HashSet<Guid> silent)
    {
        _world.Traffic?.ReportsRequested(silent.Count);
        foreach (var host in _observers.Values.Where(host => silent.Contains(host.Id)))
            _world.Send(Silo, host, () => host.Breakers[Breaker].ReportRequested());
    }

    private void Tell(Guid id, Action<SimHost> tell)
    {
        if (_observers.Values.FirstOrDefault(host => host.Id == id) is { } host)
            _world.Send(Silo, host, () => tell(host));
    }

    private void Push()
    {
        var snapshot = Coordinator.Snapshot(Now);
        var subscribers = Coordinator.Hosts.Subscribers(Now).ToHashSet();
        foreach (var host in _observers.Values)
            if (subscribers.Contains(host.Id))
                _world.Send(Silo, host, () => host.Breakers[Breaker].Pushed(snapshot));
        _world.Traffic?.Pushed(snapshot, subscribers.Count);
        foreach (var gone in _observers.Where(entry => !Coordinator.Hosts.Knows(entry.Value.Id)).Select(entry => entry.Key).ToList())
            _observers.Remove(gone);
    }

    private void Confirm()
    {
        _confirming = false;
        if (Died is null)
            CarryOut(Coordinator.Tick(Now, _dice.Share()));
    }
}
