using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>What is promised of hosts and grains, checked at every step against what really happened.</summary>
internal sealed partial class Oracle(World world)
{
    private readonly Dictionary<Activation, Grain> _grains = [];
    private readonly Dictionary<GuardedBreaker, Seen> _seen = [];

    /// <param name="Since">When it last took another incarnation or generation.</param>
    private sealed record Grain(Stamp Stamp, MachineState State, BreakerSettings Settings, TimeSpan Since);

    // Sweeps see that a lease has run out, each tenth of a second.
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromMilliseconds(250);

    private sealed class Seen
    {
        public GrainSnapshot? Heard;
        public TimeSpan LastHeardAt;
        public BreakerState Own;
        public bool Forgets;
        public bool MayHoldOpen;
        public CallCounts Unheard;
        public long? First;
    }

    /// <summary>Probes and counts are within bounds, what is new has a newer stamp, and no generation comes back.</summary>
    public void GrainStepped(Activation grain)
    {
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
                world.Violate($"{grain}: news without a newer stamp");
            if (state.State != before.State.State && state.Generation == before.State.Generation)
                world.Violate($"{grain}: {before.State.State} became {state.State} in one generation");
        }

        if (before is null || before.State.Generation != state.Generation)
            world.Checks?.Moved(grain.Breaker, state);
        if (before is null || before.State.Generation != state.Generation)
            world.History.Note(What.Grain, grain, (long)state.State, state.Generation, state.State);
        if (before is { State.State: BreakerState.Closed } && state.State == BreakerState.Open)
            CheckTrip(grain, before);
        var isAsBefore = before?.State.Generation == state.Generation && before.Stamp.Incarnation == stamp.Incarnation;
        _grains[grain] = new(stamp, state, coordinator.Settings, isAsBefore ? before!.Since : world.Schedule.Now);
        Say(grain);
        // Those that are out stay out when the budget is lowered.
        if (state.Probes.Length > Math.Max(coordinator.Settings.HalfOpenPermits, before?.State.Probes.Length ?? 0))
            world.Violate($"{grain}: {state.Probes.Length} leases are out, {coordinator.Settings.HalfOpenPermits} are allowed");
        CheckCounts(grain);
    }

    /// <summary>A host's stamp never goes back, and what it believes some grain has said.</summary>
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

        seen.Forgets = false;
        if (seen.Own == host.Protocol.Own.State)
            return;
        seen.Own = host.Protocol.Own.State;
        world.History.Note(What.Own, host, (long)seen.Own, 0, seen.Own);
        // A break that the cluster held, and that is over, is half-open here from the start.
        if (seen.Own is BreakerState.Open or BreakerState.HalfOpen && !seen.MayHoldOpen)
            world.Violate($"{host}: opened by itself, with nothing failed here and no break to hold on to");
    }

    /// <summary>A call is let through because the cluster is closed: by word no older than a lease, or by this host alone.</summary>
    public void Trusts(GuardedBreaker host)
    {
        var age = host.Host.Now - Of(host).LastHeardAt;
        var awake = host.Host.Now - host.Host.LastResumed > NoticedWithin;
        if (awake && !host.Protocol.IsAlone && age > world.Timings.LeaseDuration + NoticedWithin)
            world.Violate($"{host}: let a call through by a word {age.TotalSeconds:0.0} s old");
    }

    public void FailedHere(GuardedBreaker host) => Of(host).MayHoldOpen = true;

    public void Replied(GuardedBreaker host, GrainReply? reply) => Of(host).Forgets |= reply?.ForgetYours == true;

    public void ReportEnded(GuardedBreaker host, GrainReply? reply)
    {
        world.History.Note(What.Reported, host, reply?.Acknowledged ?? -1);
        Replied(host, reply);
    }

    /// <summary>The host begins anew, as if it had never met the breaker; what it had counted was acknowledged.</summary>
    public void Forgot(GuardedBreaker host)
    {
        world.History.Note(What.Forgets, host);
        _seen.Remove(host);
        _dead[host.Number] = MadeByTheDead(host.Number).Then(host.Made);
    }

    /// <summary>Nobody is rejected by a state that nobody held.</summary>
    public void Rejected(GuardedBreaker host, HostView view)
    {
        world.History.Note(What.Rejected, host, (long)view.State, (long)view.Scope);
        var seen = Of(host);
        var held = view.Scope == BreakerScope.Cluster
            ? seen.Heard is { State: BreakerState.Open or BreakerState.HalfOpen or BreakerState.Isolated }
            : seen.Own is BreakerState.Open or BreakerState.HalfOpen;
        if (!held)
            world.Violate($"{host}: rejected a call as {view.State} by word of {view.Scope}, which nobody held");
    }

    /// <summary>Nobody waits longer than the one budget, for the word and the lease together.</summary>
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
        seen.MayHoldOpen |= heard.State is BreakerState.Open or BreakerState.HalfOpen;
        // What began before the first word counts in its generation, if that is closed; as a first word counts one after a memory that
        // was refused.
        if ((seen.Heard is null || seen.Forgets) && heard.State == BreakerState.Closed)
        {
            AddCalls(host.Number, heard.Generation, seen.Unheard);
            (seen.First, seen.Unheard) = (heard.Generation, default);
        }
    }

    private Seen Of(GuardedBreaker host) => _seen.TryGetValue(host, out var seen) ? seen : _seen[host] = new Seen();
}
