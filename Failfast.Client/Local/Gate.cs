using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>What a guarded call reads first, and on a closed breaker all it reads. Replaced whole when anything changes.</summary>
internal sealed class Gate(
    string name, HostClock clock, HostView view, CallGroup group, BreakerSettings settings, bool hasResultRules, long holdsUntil)
{
    /// <summary>What to do with the call.</summary>
    public readonly GuardMode Mode = view.Mode;

    /// <summary>Lets calls through, and one that ends well needs nothing but to be counted.</summary>
    public readonly bool HasFastPath = IsOpenToAll(view, settings) && settings.SlowCallDuration is null && !hasResultRules;

    /// <summary>Lets calls through, and nothing limits how many, or how long they take.</summary>
    public readonly bool IsSimple = IsOpenToAll(view, settings);

    /// <summary>0 when no call is slow.</summary>
    public readonly int SlowMilliseconds =
        settings.SlowCallDuration is { } duration ? Math.Max(1, (int)duration.TotalMilliseconds) : 0;

    /// <summary>In coarse milliseconds: rejects, or lets through, without thinking until then.</summary>
    public readonly long HoldsUntil = holdsUntil;

    /// <summary>So often that a call is found slow soon after it has become so: a quarter of the time.</summary>
    public readonly TimeSpan LongestBetweenSweeps = settings.SlowCallDuration is not { } slow ? TimeSpan.MaxValue
        : slow / 4 > ShortestSweep ? slow / 4 : ShortestSweep;

    /// <summary>What it says of the next call is still so.</summary>
    public bool Holds => Mode == GuardMode.Counting || (Mode != GuardMode.Undecided && Clock.CoarseMilliseconds < HoldsUntil);

    public readonly CallGroup Group = group;

    /// <summary>The breaker's.</summary>
    public readonly string Name = name;

    public readonly HostClock Clock = clock;

    public readonly HostView View = view;

    /// <summary>The policy in force.</summary>
    public readonly BreakerSettings Settings = settings;

    /// <summary>A sweep found the end of the break further away than the next two sweeps; each sweep looks again.</summary>
    public bool IsFarFromEnd;

    /// <summary>Ready-made, once somebody has asked; only where it does not change with time.</summary>
    public BreakerSnapshot? Snapshot;

    public static readonly TimeSpan ShortestSweep = TimeSpan.FromMilliseconds(10);

    /// <summary>A ready-made rejection, once a call was rejected; see <c>RejectedOutcome</c>.</summary>
    public object? ReadyRejection;

    private static bool IsOpenToAll(HostView view, BreakerSettings settings) =>
        view.Mode == GuardMode.Counting && view.RampUpFrom is null &&
        settings.CallTimeout is null && settings.MaxConcurrentCalls is null;
}
