namespace Failfast.Machine;

/// <summary>A rule holds.</summary>
/// <param name="Reason">For people.</param>
/// <param name="HeardSince">The cluster may open only when every active host has been heard since.</param>
/// <param name="IsOfFailures">It is one of failures, which have causes; slow calls have none.</param>
internal readonly record struct Trip(string Reason, TimeSpan HeardSince, bool IsOfFailures)
{
    /// <summary>The reason, and the commonest cause if somebody can say.</summary>
    public string Full(MachineState state, in Moment moment) =>
        IsOfFailures && moment.CauseOf?.Invoke(state.FailingHosts.Keys) is { } cause ? $"{Reason}: {cause}" : Reason;
}
