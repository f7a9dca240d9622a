using System.Collections.Immutable;

namespace Failfast.Machine;

/// <summary>
/// Probes of one half-open state that did not come back in time, and what that state was before. A success that comes late after
/// all undoes what its lateness has caused.
/// </summary>
/// <param name="Generation">Of the half-open state.</param>
/// <param name="Breaks">As they were then.</param>
/// <param name="BreakLength">As it was then.</param>
/// <param name="Successes">Of probes in it.</param>
/// <param name="Probes">Those that are late.</param>
internal sealed record OverdueProbes(
    long Generation, int Breaks, TimeSpan BreakLength, int Successes, ImmutableArray<ProbeLease> Probes);
