using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>Checks the promises of hosts and grains at every step against what really happened.</summary>
internal sealed partial class Oracle(World world)
{
    private readonly Dictionary<Activation, Grain> _grains = [];
    private readonly Dictionary<GuardedBreaker, Seen> _seen = [];

    /// <param name="Since">When it last took another incarnation or generation.</param>
    private sealed record Grain(Stamp Stamp, MachineState State, BreakerSettings Settings, TimeSpan Since);

    // Sweeps, ten a second, notice that a lease has run out.
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromMilliseconds(250);

    private sealed class Seen
    {
        public GrainSnapshot? Heard;
        public TimeSpan LastHeardAt;
        public BreakerState Own;
        public bool Forgets;
        public bool MayHoldOpen;
        public bool WasAlone;
        public TimeSpan Since;
        public CallCounts Unheard;
        public long? First;
    }

    /// <summary>Checks that probes and counts are within bounds, changes have newer stamps, and generations never go back.</summary>
    /// <param name="grain">The activation.</param>
    /// <param name="isRecalled">Whether its state was taken over rather than reached by its rules.</param>
    public void GrainStepped(Activation grain, bool isRecalled)
    {
        if (isRecalled)
            _probeRules.Forget(grain);
        else
            CheckPause(grain);
        var coordinator = grain.Coordinator;
        var (state, stamp) = (coordinator.State, coordinator.Stamp);
        if (_grains.TryGetValue(grain, out var before))
        {
            if (ReferenceEquals(before.State, state) && before.Stamp == stamp && ReferenceEquals(before.Settings, coordinator.Settings))
                return;
            if (stamp < before.Stamp)
                world.Violate($"{grain}: its stamp went back from {before.Stamp} to {stamp}");
            if (state.Generation < before.State.Generation)
                world.Violate($"{grain}: generation {before.State.Generation} went back to {state.Generation}");
            if (stamp == before.Stamp && (state.Generation != before.State.Generation || state.State != before.State.State
                || state.OpenUntil != before.State.OpenUntil || coordinator.Settings != before.Settings))
                world.Violate($"{grain}: changed without a newer stamp");
            if (state.State != before.State.State && state.Generation == before.State.Generation)
                world.Violate($"{grain}: {before.State.State} became {state.State} in one generation");
        }

        if (state.State == BreakerState.Closed)
            _probeRules.Forget(grain);
        if (before is null || before.State.Generation != state.Generation)
            world.Checks?.Moved(grain.Breaker, state);
        if (before is null || before.State.Generation != state.Generation)
            world.History.Note(What.Grain, grain, (long)state.State, state.Generation, state.State);
        if (before is { State.State: BreakerState.Closed } && state.State == BreakerState.Open)
            CheckTrip(grain, before);
        var isAsBefore = before?.State.Generation == state.Generation && before.Stamp.Incarnation == stamp.Incarnation;
        _grains[grain] = new(stamp, state, coordinator.Settings, isAsBefore ? before!.Since : world.Schedule.Now);
        Say(grain);
        // Those that another activation may have granted, of which it has just heard, come on top. Granted leases stay granted when the budget is lowered.
        var own = state.Probes.Count(lease => lease.Number > 0);
        if (Math.Max(own, state.Probes.Length - own) > Math.Max(coordinator.Settings.HalfOpenPermits, before?.State.Probes.Length ?? 0))
            world.Violate($"{grain}: {own} leases are granted, {coordinator.Settings.HalfOpenPermits} are allowed");
        CheckCounts(grain);
    }

    /// <summary>Checks that a host's stamp never goes back, and that some grain has published its snapshot.</summary>
    public void HostStepped(GuardedBreaker host)
    {
        var seen = Of(host);
        var heard = host.Protocol.LastSnapshot;
        if (!ReferenceEquals(heard, seen.Heard))
        {
            if (heard is null || (seen.Heard is not null && heard.Stamp < seen.Heard.Stamp && !seen.Forgets))
                world.Violate($"{host}: its stamp went back from {seen.Heard?.Stamp} to {heard?.Stamp}");
            else if (!WasSaid(host, heard))
                world.Violate($"{host}: believes {heard.State} (generation {heard.Generation}, {heard.Stamp}), which no grain said");
            else if (seen.Heard?.Stamp != heard.Stamp)
                Hears(host, seen, heard);
            (seen.Heard, seen.LastHeardAt) = (heard, host.Host.Now);
        }

        if (seen.WasAlone && !host.Protocol.IsAlone && heard?.State == BreakerState.Closed && host.Protocol.Own is { State: BreakerState.Open } own && own.OpenUntil > host.Host.Now)
            world.Violate($"{host}: is back in touch with a closed breaker, and rejects calls by itself for {(own.OpenUntil - host.Host.Now).TotalSeconds:0.0} s more");
        (seen.Forgets, seen.WasAlone) = (false, host.Protocol.IsAlone);
        if (seen.Own == host.Protocol.Own.State)
            return;
        seen.Own = host.Protocol.Own.State;
        world.History.Note(What.Own, host, (long)seen.Own, 0, seen.Own);
        // An own machine that continues a break of the cluster that is over starts half-open.
        if (seen.Own is BreakerState.Open or BreakerState.HalfOpen && !seen.MayHoldOpen)
            world.Violate($"{host}: opened by itself, without a failure here or a break of the cluster to continue");
    }

    /// <summary>A call was let through because the cluster is closed: by a snapshot no older than a lease, or by a host that is alone.</summary>
    public void Trusts(GuardedBreaker host)
    {
        var age = host.Host.Now - Of(host).LastHeardAt;
        if (host.Protocol.LastSnapshot is null or { IsProvisional: true } && host.Host.Now - Of(host).Since < host.Protocol.Settings.RejectUntilKnown)
            world.Violate($"{host}: let a call through, and does not know the state");
        var awake = host.Host.Now - host.Host.LastResumed > NoticedWithin;
        if (awake && !host.Protocol.IsAlone && age > world.Timings.LeaseDuration + NoticedWithin)
            world.Violate($"{host}: let a call through by a snapshot {age.TotalSeconds:0.0} s old");
    }

    public void FailedHere(GuardedBreaker host) => Of(host).MayHoldOpen = true;

    public void Replied(GuardedBreaker host, GrainReply? reply) => Of(host).Forgets |= reply?.ForgetYours == true;

    public void ReportEnded(GuardedBreaker host, GrainReply? reply)
    {
        world.History.Note(What.Reported, host, reply?.Acknowledged ?? -1);
        Replied(host, reply);
    }

    /// <summary>The host's session was collected and starts anew; everything it had counted was acknowledged.</summary>
    public void Forgot(GuardedBreaker host)
    {
        world.History.Note(What.Forgets, host);
        _seen.Remove(host);
        _dead[host.Number] = MadeByTheDead(host.Number).Then(host.Made);
    }

    /// <summary>Checks that a call is rejected only by a state that is in force.</summary>
    public void Rejected(GuardedBreaker host, HostView view)
    {
        world.History.Note(What.Rejected, host, (long)view.State, (long)view.Scope);
        var seen = Of(host);
        var held = view.Scope == BreakerScope.Cluster
            ? seen.Heard is { State: BreakerState.Open or BreakerState.HalfOpen or BreakerState.Isolated }
            : seen.Own is BreakerState.Open or BreakerState.HalfOpen;
        if (view.RejectsUntilKnown || (view.Reason == HostView.NotKnown && view.Mode == GuardMode.Undecided))
            held = seen.Heard is null or { IsProvisional: true } && host.Protocol.Settings.RejectUntilKnown is not null;
        if (!held)
            world.Violate($"{host}: rejected a call as {view.State}, decided by {view.Scope}, which was not in force");
    }

    /// <summary>Checks that no call waits longer than the budget, for the snapshot and the lease together.</summary>
    public void Decided(GuardedBreaker host, GuardedCall call)
    {
        var waited = host.Host.Now - call.Arrived;
        if (waited > world.Timings.ColdStartBudget && host.Host.LastResumed < call.Arrived)
            world.Violate($"{host}: a call waited {waited.TotalMilliseconds} ms");
    }

    public void OlderChangedNothing(Activation grain, MachineState before, long commandRevision, GrainSnapshot? shown)
    {
        var after = grain.Coordinator.State;
        var counted = after.Generation == before.Generation
            && after.Window.Total(grain.Now, grain.Coordinator.Settings.SamplingDuration).Calls
            > before.Window.Total(grain.Now, grain.Coordinator.Settings.SamplingDuration).Calls;
        var moved = after.Generation != before.Generation && before.ConfirmBy is null
            && (shown is null || (shown.Generation <= before.Generation && shown.CommandRevision <= commandRevision));
        if (counted || moved)
            world.Violate($"{grain}: an older generation changed {before.State} {before.Generation}");
    }

    private void Hears(GuardedBreaker host, Seen seen, GrainSnapshot heard)
    {
        world.History.Note(What.Heard, host, heard.Stamp.Incarnation, heard.Stamp.Version, heard.State);
        world.Listener?.Invoke(heard);
        // The cluster's next transition ends what the host held for itself.
        if (seen.Heard is not null && !seen.Forgets && seen.Heard.Generation != heard.Generation)
            seen.MayHoldOpen = false;
        seen.MayHoldOpen |= heard.State == BreakerState.HalfOpen || Recall.HasEnd(heard);
        // Calls that began before the first snapshot count in its generation, if that is closed. The snapshot after a refused one counts
        // as a first one.
        if ((seen.Heard is null || seen.Forgets) && heard.State == BreakerState.Closed)
        {
            AddCalls(host.Number, heard.Generation, seen.Unheard);
            (seen.First, seen.Unheard) = (heard.Generation, default);
        }
    }

    private Seen Of(GuardedBreaker host) => _seen.TryGetValue(host, out var seen) ? seen : _seen[host] = new Seen { Since = host.Host.Now };
}
