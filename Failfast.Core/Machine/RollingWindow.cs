using System.Collections.Immutable;
using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>
/// Counts of the last sampling duration, in at most ten buckets. A bucket starts with its first call, holds the calls of a tenth of
/// the duration, and leaves the window as a whole.
/// </summary>
internal sealed record RollingWindow(ImmutableArray<RollingWindow.Bucket> Buckets)
{
    public const int BucketCount = 10;

    public static readonly RollingWindow Empty = new([]);

    /// <param name="Start">When its first call ended.</param>
    /// <param name="Counts">Counts of all its calls.</param>
    /// <param name="LastSuccess">When its last success ended; the start if there was none.</param>
    /// <param name="LastFailure">When its last failure ended; the start if there was none.</param>
    public readonly record struct Bucket(TimeSpan Start, CallCounts Counts, TimeSpan LastSuccess, TimeSpan LastFailure);

    public bool IsEmpty => Buckets.IsEmpty;

    /// <summary>The width of a bucket, rounded up so that ten cover the duration.</summary>
    public static TimeSpan Width(TimeSpan duration) => TimeSpan.FromTicks((duration.Ticks + BucketCount - 1) / BucketCount);

    public CallCounts Total(TimeSpan now, TimeSpan duration)
    {
        var total = default(CallCounts);
        foreach (var bucket in Buckets)
            if (now - bucket.Start < duration)
                total = total.Then(bucket.Counts);
        return total;
    }

    /// <summary>Adds calls that ended at <paramref name="at"/>, which may lie in the past.</summary>
    public RollingWindow Add(TimeSpan at, CallCounts counts, TimeSpan now, TimeSpan duration)
    {
        if (counts.IsEmpty || now - at >= duration)
            return Trim(now, duration);
        var width = Width(duration);
        var added = new Bucket(at, counts, at, at);
        var buckets = Trim(now, duration).Buckets;
        var next = buckets.Length;
        while (next > 0 && buckets[next - 1].Start > at)
            next--;
        if (next > 0 && at - buckets[next - 1].Start < width)
            return new(Merge(buckets, next - 1, added));
        // Late counts from just before a bucket are added to it: buckets stay a width apart, so there are never more than ten.
        return next < buckets.Length && buckets[next].Start - at < width
            ? new(Merge(buckets, next, added))
            : new(Bound(buckets.Insert(next, added), width));
    }

    /// <summary>The window's counts, oldest first, with ages instead of instants.</summary>
    public AgedCounts[] Aged(TimeSpan now) =>
        [.. Buckets.Select(bucket => new AgedCounts(
            now - bucket.Start, bucket.Counts, bucket.LastSuccess - bucket.Start, bucket.LastFailure - bucket.Start))];

    public RollingWindow Trim(TimeSpan now, TimeSpan duration)
    {
        var gone = 0;
        while (gone < Buckets.Length && now - Buckets[gone].Start >= duration)
            gone++;
        return gone == 0 ? this : new(Buckets.RemoveRange(0, gone));
    }

    // After the duration was raised, older buckets are closer together than a width.
    private static ImmutableArray<Bucket> Bound(ImmutableArray<Bucket> buckets, TimeSpan width)
    {
        for (var i = buckets.Length - 1; i > 0 && buckets.Length > BucketCount; i--)
            if (buckets[i].Start - buckets[i - 1].Start < width)
                buckets = Merge(buckets, i - 1, buckets[i]).RemoveAt(i);
        return buckets;
    }

    private static ImmutableArray<Bucket> Merge(ImmutableArray<Bucket> buckets, int index, Bucket later)
    {
        var merged = buckets[index];
        return buckets.SetItem(index, merged with
        {
            Counts = merged.Counts.Then(later.Counts),
            LastSuccess = later.Counts.Successes > 0 && later.LastSuccess > merged.LastSuccess ? later.LastSuccess : merged.LastSuccess,
            LastFailure = later.Counts.Failures > 0 && later.LastFailure > merged.LastFailure ? later.LastFailure : merged.LastFailure,
        });
    }
}
