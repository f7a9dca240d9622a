using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Directories;

/// <summary>
/// One activation, as the directory sees it. Nothing is copied as the breaker works: whoever asks reads the state, which is immutable,
/// from the coordinator, on any thread. Only <see cref="Note"/> and <see cref="Transitions"/> belong to the grain's turn.
/// </summary>
internal sealed class ListedBreaker(
    string name, BreakerCoordinator coordinator, Func<BreakerDurability> durability, Func<TimeSpan> clock, SiloListing listing, IIndexWriter index)
    : IListedBreaker
{
    private readonly TransitionHistory _history = new();
    private (long Command, long Settings) _revisions;
    private BreakerDurability _durability = durability();

    public string Name => name;

    public long Generation => coordinator.State.Generation;

    /// <summary>The last transitions that this activation has seen, the latest first.</summary>
    public List<BreakerTransition> Transitions => _history.All(clock());

    /// <summary>The grain has taken a step.</summary>
    public void Note(in CoordinatorEffects effects)
    {
        var revisions = (coordinator.CommandRevision, coordinator.SettingsRevision);
        var (isCommand, isOnState) = (revisions != _revisions, revisions.CommandRevision != _revisions.Command);
        _revisions = revisions;
        if (effects.Left is { } left)
            _history.Add(left, coordinator.State, ActorOf(effects.IsRecalled, isOnState), clock());
        // An isolation that has ended by itself is no longer what the last command has left.
        if (isCommand || effects.Left is { State: BreakerState.Isolated })
            index.Note(IndexEntry.Of(name, coordinator, clock()));
        // Pushed are also new stamps and settings of the configuration: too rarely to tell them apart.
        if (effects.Publish)
            listing.Changed(name);
    }

    /// <summary>The grain's store has got something written, or has failed to.</summary>
    public void NoteDurability()
    {
        var now = durability();
        if (now == _durability)
            return;
        _durability = now;
        listing.Changed(name);
    }

    /// <summary>The activation ends.</summary>
    public void Remove() => listing.Remove(this);

    public (BreakerState State, BreakerAttention Attention) Judge()
    {
        var (state, settings, now) = (coordinator.State, coordinator.Settings, clock());
        return (state.Effective(settings, now), Attention.Of(state, durability() == BreakerDurability.Failing, now, settings));
    }

    public BreakerSummary Summarize()
    {
        var (state, settings, now, last, stored) = (coordinator.State, coordinator.Settings, clock(), _history.Last, durability());
        var effective = state.Effective(settings, now);
        var total = state.Window.Total(now, settings.SamplingDuration);
        return new BreakerSummary
        {
            Name = name,
            State = effective,
            Reason = state.Reason,
            StateFor = StateFor(state, effective, last, now),
            RetryAfter = state.RetryAfter(effective, now),
            FailingHosts = state.CountFailingHosts(settings, now),
            Calls = total.Calls,
            Failures = total.Failures,
            SlowCalls = total.Slow,
            Durability = stored,
            IsOperated = state.State is BreakerState.Isolated or BreakerState.Disabled || coordinator.IsOverridden,
            SettingsAreOverridden = coordinator.IsOverridden,
            Generation = state.Generation,
            LastTransition = last?.At(now),
            Attention = Attention.Of(state, stored == BreakerDurability.Failing, now, settings),
            IsActive = true,
        };
    }

    private static TransitionActor ActorOf(bool isRecalled, bool isCommand) =>
        isRecalled ? TransitionActor.Recovery : isCommand ? TransitionActor.Operator : TransitionActor.Rules;

    private static TimeSpan? StateFor(MachineState state, BreakerState effective, TransitionHistory.Entry? last, TimeSpan now)
    {
        if (effective == BreakerState.Open)
            return now - (state.OpenUntil - state.BreakLength);
        if (effective == BreakerState.HalfOpen && state.State is BreakerState.Open or BreakerState.Isolated)
            return now - state.OpenUntil;
        return last is { Actor: not TransitionActor.Recovery } seen && seen.To == effective ? now - seen.Time : null;
    }
}
