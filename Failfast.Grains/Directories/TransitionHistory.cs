using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Directories;

/// <summary>The last transitions of one activation. The last one may be read on any thread, the others on the grain's turn alone.</summary>
internal sealed class TransitionHistory
{
    /// <summary>No more are kept.</summary>
    public const int Most = 20;

    private Queue<Entry>? _entries;
    private volatile Entry? _last;

    public Entry? Last => _last;

    public void Add(MachineState left, MachineState entered, TransitionActor actor, TimeSpan now)
    {
        var reason = TransitionCause.Of(left.State, left.Reason, entered.State, entered.Reason, entered.BreakLength);
        _last = new Entry(left.State, entered.State, reason, actor, now, entered.Generation);
        // Most breakers never change.
        _entries ??= new Queue<Entry>();
        _entries.Enqueue(_last);
        if (_entries.Count > Most)
            _entries.Dequeue();
    }

    public List<BreakerTransition> All(TimeSpan now) => [.. (_entries ?? []).Reverse().Select(entry => entry.At(now))];

    public sealed record Entry(BreakerState From, BreakerState To, string Reason, TransitionActor Actor, TimeSpan Time, long Generation)
    {
        public BreakerTransition At(TimeSpan now) =>
            new() { From = From, To = To, Reason = Reason, Actor = Actor, Age = now - Time, Generation = Generation };
    }
}
