using System.Collections.Immutable;
using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>
/// The failures since the last success, ordered by when things happened, not by when they were told. What hosts report is made of
/// parts: so many failures, the first and the last of them at known times. Where a success falls within a part, only its last
/// failure is known to have come after it.
/// </summary>
/// <param name="Parts">By their first failure.</param>
/// <param name="LastSuccess">The latest success known.</param>
/// <param name="SucceededOn">The host that it was told by.</param>
internal sealed record FailureRun(ImmutableArray<FailureRun.Part> Parts, TimeSpan LastSuccess, Guid? SucceededOn = null)
{
    public static readonly FailureRun None = new([], TimeSpan.MinValue);

    // More are not needed to tell a run from none; the oldest are merged.
    private const int MostParts = 32;

    public readonly record struct Part(long Count, TimeSpan First, TimeSpan Last)
    {
        /// <summary>What of it came after a success, for certain.</summary>
        public Part After(TimeSpan success) => success < First ? this : success < Last ? new(1, Last, Last) : default;
    }

    /// <summary>Failures in it.</summary>
    public long Length
    {
        get
        {
            var length = 0L;
            foreach (var part in Parts)
                length = Math.Min(CallCounts.Limit, length + part.Count);
            return length;
        }
    }

    /// <summary>Adds what one host tells of some calls.</summary>
    /// <param name="told">Counts, and when the first and last of the calls were, by age.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="longestGap">A failure that comes later than this after the one before begins a new run.</param>
    /// <param name="host">The host that tells; null if unknown.</param>
    /// <param name="longest">The longest run that these calls were part of, one that a success has ended included.</param>
    public FailureRun Add(in AgedCounts told, TimeSpan now, TimeSpan longestGap, out long longest, Guid? host = null)
    {
        var (first, counts) = (now - told.Age, told.Counts);
        var lastFailure = now - told.LastFailureAge;
        var run = this;
        longest = 0;
        if (counts.Successes > 0)
        {
            // What came before the success is judged too. Of a run within the host's own calls nobody knows whether another host's
            // success came between, unless all of them came after the last of those.
            if (first >= LastSuccess)
                longest = Math.Max(counts.LongestRun, counts.LeadingRun > 0 ? counts.LeadingRun + Until(first, longestGap) : 0);
            run = run.After(now - told.LastSuccessAge, host);
            first = now - told.LastSuccessAge;
        }

        var failures = counts.Successes > 0 ? counts.TrailingRun : counts.Failures;
        if (failures > 0)
            run = run.With(run.Reported(new Part(failures, first, lastFailure), host), longestGap);
        longest = Math.Max(longest, run.Length);
        return run;
    }

    // A tie goes by the order in which things were told. So does what one host tells: messages take their time, and a failure told after
    // the host's own success came after it, whatever the ages say.
    private Part Reported(Part part, Guid? host) =>
        part.First >= LastSuccess ? part
        : host is not null && host == SucceededOn ? part with { First = LastSuccess, Last = part.Last > LastSuccess ? part.Last : LastSuccess }
        : part.Last >= LastSuccess ? new(1, part.Last, part.Last)
        : default;

    // Failures of the run that came before, and that a failure then would go on from.
    private long Until(TimeSpan time, TimeSpan longestGap)
    {
        var (length, last) = (0L, TimeSpan.MinValue);
        foreach (var part in Parts)
            if (part.Last <= time)
                (length, last) = (Math.Min(CallCounts.Limit, length + part.Count), part.Last > last ? part.Last : last);
        return length > 0 && time - last <= longestGap ? length : 0;
    }

    private FailureRun After(TimeSpan success, Guid? host)
    {
        if (success < LastSuccess)
            return this;
        var left = ImmutableArray.CreateBuilder<Part>();
        foreach (var part in Parts)
            if (part.After(success) is { Count: > 0 } after)
                left.Add(after);
        return new(left.ToImmutable(), success, host);
    }

    private FailureRun With(Part part, TimeSpan longestGap)
    {
        if (part.Count <= 0)
            return this;
        var at = Parts.Length;
        while (at > 0 && Parts[at - 1].First > part.First)
            at--;
        return this with { Parts = Bound(FromLastGap(Parts.Insert(at, part), longestGap)) };
    }

    private static ImmutableArray<Part> FromLastGap(ImmutableArray<Part> parts, TimeSpan longestGap)
    {
        var (begin, last) = (0, parts[0].Last);
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i].First - last > longestGap)
                begin = i;
            last = parts[i].Last > last ? parts[i].Last : last;
        }

        return begin == 0 ? parts : parts.RemoveRange(0, begin);
    }

    private static ImmutableArray<Part> Bound(ImmutableArray<Part> parts)
    {
        if (parts.Length <= MostParts)
            return parts;
        var (one, two) = (parts[0], parts[1]);
        var merged = new Part(Math.Min(CallCounts.Limit, one.Count + two.Count), one.First, one.Last > two.Last ? one.Last : two.Last);
        return parts.RemoveAt(0).SetItem(0, merged);
    }
}
