namespace Failfast.Protocol;

/// <summary>The decision on one caller, from its arrival until it is admitted or rejected.</summary>
/// <param name="caller">The kind of caller.</param>
/// <param name="deadline">Until when it may wait for the grain.</param>
internal struct Attempt(Caller caller, TimeSpan deadline)
{
    public readonly Caller Caller = caller;

    public readonly TimeSpan Deadline = deadline;

    /// <summary>It waits for the reply to a probe request.</summary>
    public bool Requested;

    /// <summary>Its caller cancelled it before it began.</summary>
    public bool IsCancelled;

    /// <summary>It has been counted as an arrival.</summary>
    public bool HasArrived;

    public readonly bool CanWait(TimeSpan now) => Caller != Caller.Instant && now < Deadline;
}
