namespace Failfast.Machine;

/// <summary>A rule that holds.</summary>
/// <param name="Reason">In words for people.</param>
/// <param name="HeardSince">The cluster may open only when every active host has been heard since then.</param>
/// <param name="IsOfFailures">Whether the rule is about failures, which have causes; slow calls have none.</param>
internal readonly record struct Trip(string Reason, TimeSpan HeardSince, bool IsOfFailures)
{
    /// <summary>The reason, with the most frequent cause if known.</summary>
    public string Full(MachineState state, in Moment moment) =>
        IsOfFailures && moment.CauseOf?.Invoke(state.FailingHosts.Keys) is { } cause ? $"{Reason}: {cause}" : Reason;
}
