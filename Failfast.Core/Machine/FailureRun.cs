using System.Collections.Immutable;
using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>
/// The failures since the last success, ordered by when they happened, not by when they were reported. Hosts report them in parts: a
/// number of failures with the times of the first and the last. If a success falls within a part, only the part's last failure is
/// known to have come after it.
/// </summary>
/// <param name="Parts">Ordered by their first failure.</param>
/// <param name="LastSuccess">The latest known success.</param>
/// <param name="SucceededOn">The host that reported it.</param>
internal sealed record FailureRun(ImmutableArray<FailureRun.Part> Parts, TimeSpan LastSuccess, Guid? SucceededOn = null)
{
    public static readonly FailureRun None = new([], TimeSpan.MinValue);

    // More parts are not needed to tell whether there is a run; the oldest are merged.
    private const int MostParts = 32;

    public readonly record struct Part(long Count, TimeSpan First, TimeSpan Last)
    {
        /// <summary>The failures of this part that are known to have come after a success.</summary>
        public Part After(TimeSpan success) => success < First ? this : success < Last ? new(1, Last, Last) : default;
    }

    /// <summary>The number of failures.</summary>
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

    /// <summary>Adds calls that one host reports.</summary>
    /// <param name="calls">The reported counts.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="longestGap">A failure that comes later than this after the one before begins a new run.</param>
    /// <param name="host">The reporting host; null if unknown.</param>
    /// <param name="longest">The longest run that these calls were part of, even if a success has ended it since.</param>
    public FailureRun Add(in AgedCounts calls, TimeSpan now, TimeSpan longestGap, out long longest, Guid? host = null)
    {
        var (first, counts) = (now - calls.Age, calls.Counts);
        var lastFailure = now - calls.LastFailureAge;
        var run = this;
        longest = 0;
        if (counts.Successes > 0)
        {
            // Failures before the success are judged too, but only if all these calls came after the last known success: otherwise
            // another host's success may lie within the run.
            if (first >= LastSuccess)
                longest = Math.Max(counts.LongestRun, counts.LeadingRun > 0 ? counts.LeadingRun + Until(first, longestGap) : 0);
            run = run.After(now - calls.LastSuccessAge, host);
            first = now - calls.LastSuccessAge;
        }

        var failures = counts.Successes > 0 ? counts.TrailingRun : counts.Failures;
        if (failures > 0)
            run = run.With(run.Reported(new Part(failures, first, lastFailure), host), longestGap);
        longest = Math.Max(longest, run.Length);
        return run;
    }

    // A tie is decided by the order of reports. So are calls of one host: a failure that a host reports after its own success came
    // after it, even where message delays make the ages say otherwise.
    private Part Reported(Part part, Guid? host) =>
        part.First >= LastSuccess ? part
        : host is not null && host == SucceededOn ? part with { First = LastSuccess, Last = part.Last > LastSuccess ? part.Last : LastSuccess }
        : part.Last >= LastSuccess ? new(1, part.Last, part.Last)
        : default;

    // The length of the run, up to a time, that a failure at that time would continue.
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
        if (Parts.IsEmpty)
            return new(Parts, success, host);
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
