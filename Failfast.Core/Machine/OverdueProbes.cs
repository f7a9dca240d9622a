using System.Collections.Immutable;

namespace Failfast.Machine;

/// <summary>
/// The overdue probes of one half-open state, and what is needed to restore that state: a late success undoes the opening that its
/// lateness has caused.
/// </summary>
/// <param name="Generation">The generation of the half-open state.</param>
/// <param name="Breaks">The breaks in a row at that time.</param>
/// <param name="BreakLength">The break length at that time.</param>
/// <param name="Successes">The number of successful probes in that state.</param>
/// <param name="Probes">The overdue probes.</param>
internal sealed record OverdueProbes(
    long Generation, int Breaks, TimeSpan BreakLength, int Successes, ImmutableArray<ProbeLease> Probes);
