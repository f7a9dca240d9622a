using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>What a guarded call reads first; on a closed breaker it reads nothing else. Immutable but for caches: a change replaces it.</summary>
internal sealed class Gate(
    string name, HostClock clock, HostView view, CallGroup group, BreakerSettings settings, bool hasResultRules, bool isMeasured, long holdsUntil)
{
    /// <summary>What to do with the call.</summary>
    public readonly GuardMode Mode = view.Mode;

    /// <summary>Whether calls are let through and a success needs nothing but one count.</summary>
    public readonly bool HasFastPath = !isMeasured && IsOpenToAll(view, settings) && settings.SlowCallDuration is null && !hasResultRules;

    /// <summary>Whether calls are let through without limit on their number or duration, and nobody measures how long they take.</summary>
    public readonly bool IsSimple = !isMeasured && IsOpenToAll(view, settings);

    /// <summary>The slow-call duration; 0 if the rule is off.</summary>
    public readonly int SlowMilliseconds =
        settings.SlowCallDuration is { } duration ? Math.Max(1, (int)duration.TotalMilliseconds) : 0;

    /// <summary>Until when the gate rejects or passes calls without a new decision, in coarse milliseconds.</summary>
    public readonly long HoldsUntil = holdsUntil;

    /// <summary>A quarter of the slow-call duration, so that a slow call is found soon.</summary>
    public readonly TimeSpan LongestBetweenSweeps = settings.SlowCallDuration is not { } slow ? TimeSpan.MaxValue
        : slow / 4 > ShortestSweep ? slow / 4 : ShortestSweep;

    /// <summary>Whether <see cref="Mode"/> still applies to the next call.</summary>
    public bool Holds => Mode == GuardMode.Counting || (Mode != GuardMode.Undecided && Clock.CoarseMilliseconds < HoldsUntil);

    public readonly CallGroup Group = group;

    /// <summary>The breaker's name.</summary>
    public readonly string Name = name;

    public readonly HostClock Clock = clock;

    public readonly HostView View = view;

    /// <summary>The settings in force.</summary>
    public readonly BreakerSettings Settings = settings;

    /// <summary>Whether the last sweep found the end of the break further away than two sweeps.</summary>
    public bool IsFarFromEnd;

    /// <summary>The cached snapshot; only for a view that does not change with time.</summary>
    public BreakerSnapshot? Snapshot;

    public static readonly TimeSpan ShortestSweep = TimeSpan.FromMilliseconds(10);

    /// <summary>The cached outcome of a rejected call; see <c>RejectedOutcome</c>.</summary>
    public object? ReadyRejection;

    private static bool IsOpenToAll(HostView view, BreakerSettings settings) =>
        view.Mode == GuardMode.Counting && view.RampUpFrom is null &&
        settings.CallTimeout is null && settings.MaxConcurrentCalls is null;
}
