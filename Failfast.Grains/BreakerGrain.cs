using System.Text.Json;
using Failfast.Contract;
using Failfast.Directories;
using Failfast.Hosting;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast;

/// <summary>
/// A named breaker. The turn is the lock; the rules are in <see cref="BreakerCoordinator"/>. What is left here is the clock, the
/// pushes, the timer and the storage, none of which is ever waited for while a host waits.
/// </summary>
[GrainType(BreakerGrainId.GrainType)]
internal sealed partial class BreakerGrain(
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    SettingsCatalog settings,
    BreakerStorageSource storage,
    BreakerListings listings,
    GrainMetrics metrics,
    StormLog storms,
    ILogger<BreakerGrain> logger) : Grain, IBreakerGrain, IBreakerHub
{
    private static readonly TimeSpan OperatorBudget = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeptAfterBreak = TimeSpan.FromHours(1);

    private readonly long _origin = time.GetTimestamp();
    private readonly ILogger _logger = new QuietLogger(logger);
    private BreakerCoordinator _coordinator = null!;
    private BreakerStore _store = null!;
    private HostObservers _observers = null!;
    private IGrainTimer? _confirmation;
    private IDisposable? _changes;

    private string Name => this.GetPrimaryKeyString();
    private TimeSpan Now => time.GetElapsedTime(_origin);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        BreakerName.Check(Name);
        // First, so that no change is missed: what it asks for waits for its turn.
        var turn = TaskScheduler.Current;
        _changes = settings.OnChange(() => Task.Factory.StartNew(
            Reconfigure, CancellationToken.None, TaskCreationOptions.None, turn));
        _coordinator = new BreakerCoordinator(settings.Timings, settings.For(Name), Incarnations.Next(time.GetUtcNow(), Random.Shared.NextInt64()));
        _observers = new HostObservers(Name);
        _store = new BreakerStore(storage.Provider, GrainContext.GrainId, time, _logger, Merge, IsAlone, outcome => metrics.Wrote(Name, outcome), storms);
        _listed = listings.Add(Name, _coordinator, () => _store.Durability, () => Now);
        await _store.Load(cancellationToken);
        _coordinator.AwaitsRow = !_store.IsRead;
        Save().Ignore();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _changes?.Dispose();
        await _store.FlushAsync(OperatorBudget, cancellationToken);
        _store.Stop();
        _listed.Remove();
    }

    public Task<GrainReply> Report(HostReport report) =>
        Reply(_coordinator.Report(report, Now, Random.Shared.NextDouble()), report);

    public Task<GrainReply> RequestProbe(HostReport report) =>
        Reply(_coordinator.RequestProbe(report, Now, Random.Shared.NextDouble()), report);

    public Task<GrainReply> EndProbe(ProbeReport report) =>
        Reply(_coordinator.EndProbe(report, Now, Random.Shared.NextDouble()));

    public Task<BreakerStatus> Isolate(string? reason = null) => Operate(CommandRules.Isolation(reason, duration: null));

    public Task<BreakerStatus> IsolateFor(TimeSpan duration, string? reason = null) => Operate(CommandRules.Isolation(reason, duration));

    public Task<BreakerStatus> Close() => Operate(new BreakerEvent.ClosedByOperator());

    public Task<BreakerStatus> Disable() => Operate(new BreakerEvent.DisabledByOperator());

    public Task<BreakerStatus> Enable() => Operate(new BreakerEvent.EnabledByOperator());

    public Task<BreakerStatus> Reset() => Answer(_coordinator.Reset(Now, Random.Shared.NextDouble()));

    public Task<BreakerStatus> Configure(BreakerSettings? settings)
    {
        if (settings is not null)
            BreakerSettingsRules.Check(settings, Name, _coordinator.Settings);
        if (settings is { Enabled: true } && !DeadSettings.HasRule(settings))
            LogNoRule(Name);
        return Answer(_coordinator.Configure(settings, Now));
    }

    private Task<GrainReply> Reply(CoordinatorStep<GrainReply> step, HostReport? report = null)
    {
        if (report is not null)
            _observers.Add(report, _coordinator.Hosts);
        CarryOut(step.Effects);
        return Task.FromResult(step.Result);
    }

    private Task<BreakerStatus> Operate(BreakerEvent command) => Answer(_coordinator.Operate(command, Now, Random.Shared.NextDouble()));

    // In force at once; the operator waits for the write, and nobody else does.
    private async Task<BreakerStatus> Answer(CoordinatorEffects effects)
    {
        CarryOut(effects);
        await _store.FlushAsync(OperatorBudget, CancellationToken.None);
        return Status();
    }

    private void Reconfigure()
    {
        var step = _coordinator.Reconfigure(settings.For(Name));
        if (step.Result && _coordinator.IsOverridden)
            LogHidden(Name);
        CarryOut(step.Effects);
    }

    private void CarryOut(CoordinatorEffects effects)
    {
        if (effects.Left is { } left)
            Tell(left, effects);
        _observers.Send(effects, _coordinator, Now);
        _listed.Note(effects);
        if (effects.Persist)
            Save().Ignore();
        if (_coordinator.State.ConfirmBy is { } deadline && _confirmation is null)
            ConfirmAt(deadline);
    }

    private void ConfirmAt(TimeSpan deadline)
    {
        var wait = deadline - Now;
        _confirmation = this.RegisterGrainTimer(Confirm, new GrainTimerCreationOptions
        {
            DueTime = wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
            Period = Timeout.InfiniteTimeSpan,
            Interleave = true,
        });
    }

    private Task Confirm(CancellationToken cancellationToken)
    {
        _confirmation?.Dispose();
        _confirmation = null;
        CarryOut(_coordinator.Tick(Now, Random.Shared.NextDouble()));
        return Task.CompletedTask;
    }

    // It is the memory of what storage does not hold; a break that nobody has asked about since it ended is not kept for ever.
    private void StayWhileNeeded()
    {
        _listed.NoteDurability();
        var ended = Now - _coordinator.State.OpenUntil;
        DelayDeactivation(
            !_store.IsBehind ? TimeSpan.Zero
            : _store.Durability != BreakerDurability.Volatile || _coordinator.HasCommand ? Timeout.InfiniteTimeSpan
            : ended < TimeSpan.Zero ? KeptAfterBreak - ended
            : KeptAfterBreak);
    }

    private async Task Save()
    {
        var written = _store.Save(Record());
        StayWhileNeeded();
        await _store.Tried;
        StayWhileNeeded();
        await written;
        if (_store.IsRead)
            CarryOut(_coordinator.RowRead());
        if (_store.IsSuperseded)
            DeactivateOnIdle();
        else
            StayWhileNeeded();
    }

    private BreakerRecord? Record() => _coordinator.NeedsNoRow ? null : BreakerRecord.Of(_coordinator.Snapshot(Now), time.GetUtcNow());

    // The store keeps what comes of it: nothing is saved from here.
    private MergedRecord Merge(BreakerRecord found)
    {
        try
        {
            var step = _coordinator.Learn(found.ToSnapshot(time.GetUtcNow()), Now, isStored: true);
            CarryOut(step.Effects with { Persist = false });
            StayWhileNeeded();
            return new(step.Result, Record());
        }
        catch (JsonException)
        {
            return new(IsPlausible: false, Record());
        }
    }

    // Asks every silo: the directory would be asked by way of this silo's own memory of it.
    private async Task<bool> IsAlone() =>
        await GrainFactory.GetGrain<IManagementGrain>(0).GetGrainActivationCount((GrainReference)this.AsReference<IBreakerGrain>()) <= 1;
}
