namespace Failfast.Protocol;

/// <summary>One caller's way through the decision, from its arrival until it is let in or rejected.</summary>
/// <param name="caller">How it asks.</param>
/// <param name="deadline">Until when it can wait for the grain.</param>
internal struct Attempt(Caller caller, TimeSpan deadline)
{
    public readonly Caller Caller = caller;

    public readonly TimeSpan Deadline = deadline;

    /// <summary>It waits for the probe under request.</summary>
    public bool Requested;

    /// <summary>Its caller has given up before it begins.</summary>
    public bool IsCancelled;

    /// <summary>It has been counted among the calls that come.</summary>
    public bool HasArrived;

    public readonly bool CanWait(TimeSpan now) => Caller != Caller.Instant && now < Deadline;
}
