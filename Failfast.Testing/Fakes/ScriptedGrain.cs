using Failfast.Contract;
using Failfast.Local;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Testing;

/// <summary>A breaker's grain in memory, with one host: the real coordinator, which a test may also put into a state.</summary>
internal sealed class ScriptedGrain(string name, BreakerSettings settings, ProtocolTimings timings, HostClock clock) : IBreakerHub
{
    private readonly Lock _turn = new();
    private readonly BreakerCoordinator _coordinator = new(timings, settings, incarnation: 1);
    private long _steps;

    /// <summary>Is told of each change, and of probe leases that are free.</summary>
    public LocalBreaker? Changed { get; set; }

    public BreakerSettings Settings => Look(static (it, _) => it.Settings);

    public GrainSnapshot Snapshot() => Look(static (it, now) => it.Snapshot(now));

    public BreakerStatus Status() => Look((it, now) => StatusReport.Of(name, it, BreakerDurability.Volatile, storageError: null, now));

    public BreakerDetails Details() => Look((it, now) => new BreakerDetails
    {
        Status = StatusReport.Of(name, it, BreakerDurability.Volatile, storageError: null, now),
        Hosts = DetailsReport.Hosts(it, now),
    });

    public Task<GrainReply> Report(HostReport report) => Reply((it, now) => it.Report(report, now, Random()));

    public Task<GrainReply> RequestProbe(HostReport report) => Reply((it, now) => it.RequestProbe(report, now, Random()));

    public Task<GrainReply> EndProbe(ProbeReport report) => Reply((it, now) => it.EndProbe(report, now, Random()));

    public Task<BreakerStatus?> ConfigureIf(BreakerSettings? settings, BreakerSettings expected, bool expectedOverridden) =>
        throw new NotSupportedException("A fake breaker is in no directory.");

    public void Operate(BreakerEvent command) => Take((it, now) => it.Operate(command, now, Random()));

    public void Reset() => Take(static (it, now) => it.Reset(now, Random()));

    public void Configure(BreakerSettings? settings) => Take((it, now) =>
    {
        if (settings is not null)
            BreakerSettingsRules.Check(settings, name, it.Settings);
        return it.Configure(settings, now);
    });

    /// <summary>Sets the number of probes.</summary>
    public void Permit(int permits) => Take((it, now) =>
    {
        var changed = it.Settings with { HalfOpenPermits = permits };
        BreakerSettingsRules.Check(changed, name, it.Settings);
        return it.IsOverridden ? it.Configure(changed, now) : it.Reconfigure(changed).Effects;
    });

    /// <summary>Opens it for so long, as if it came from storage; zero makes it half-open with no probe under way.</summary>
    public void Break(TimeSpan length, string reason) => Take((it, now) => it.Learn(
        new GrainSnapshot
        {
            State = BreakerState.Open,
            Generation = it.State.Generation + 1,
            CommandRevision = it.CommandRevision,
            Remaining = length,
            BreakLength = length,
            Breaks = 1,
            Reason = reason,
        },
        now, isStored: true).Effects);

    private Task<GrainReply> Reply(Func<BreakerCoordinator, TimeSpan, CoordinatorStep<GrainReply>> step)
    {
        var (reply, effects) = Turn(step);
        Tell(effects);
        return Task.FromResult(reply);
    }

    private void Take(Func<BreakerCoordinator, TimeSpan, CoordinatorEffects> step) => Tell(Turn(step));

    private void Tell(CoordinatorEffects effects)
    {
        if (effects.Publish)
            Changed?.Pushed(Snapshot());
        foreach (var lease in effects.Recall)
            Changed?.Recalled(lease.Number);
        if (effects.Grant is { } grant)
            Changed?.Granted(grant.Reply, grant.At);
    }

    private T Turn<T>(Func<BreakerCoordinator, TimeSpan, T> step)
    {
        lock (_turn)
        {
            _steps++;
            return step(_coordinator, Now);
        }
    }

    private T Look<T>(Func<BreakerCoordinator, TimeSpan, T> look)
    {
        lock (_turn)
            return look(_coordinator, Now);
    }

    // No two steps share an instant, though a test's clock stands still. A tick is added for each, so that a break is over for the
    // coordinator when it is over by the clock.
    private TimeSpan Now => clock.Now + TimeSpan.FromTicks(_steps);

    private static double Random() => System.Random.Shared.NextDouble();
}
