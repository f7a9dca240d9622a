namespace Failfast.Machine;

/// <summary>A rule holds.</summary>
/// <param name="Reason">For people.</param>
/// <param name="HeardSince">The cluster may open only when every active host has been heard since.</param>
internal readonly record struct Trip(string Reason, TimeSpan HeardSince);
