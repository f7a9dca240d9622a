using CsCheck;
using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

public class RollingWindowTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    [Fact]
    public void Add_bucket_leaves_as_a_whole()
    {
        var window = Fill((0, "F"), (999, "F"), (1000, "F"));

        Assert.Equal(2, window.Buckets.Length);
        Assert.Equal(3, window.Total(Ms(9_999), Duration).Failures);
        Assert.Equal(1, window.Total(Ms(10_000), Duration).Failures);
        Assert.Equal(0, window.Total(Ms(11_000), Duration).Failures);
    }

    [Fact]
    public void Add_nothing_makes_no_bucket() =>
        Assert.True(RollingWindow.Empty.Add(default, default, default, Duration).IsEmpty);

    [Fact]
    public void Add_late_counts_join_their_own_time()
    {
        var window = Fill((0, "S"), (5_000, "S")).Add(Ms(500), Calls.Of("F"), Ms(5_000), Duration);

        Assert.Equal(2, window.Buckets.Length);
        Assert.Equal(0, window.Total(Ms(10_000), Duration).Failures);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(11_000)]
    [InlineData(1_000_000_000)]
    public void Add_counts_older_than_the_window_are_dropped(int age) => Assert.True(
        RollingWindow.Empty.Add(Ms(5_000 - age), Calls.Of("F"), Ms(5_000), Duration).IsEmpty);

    [Fact]
    public void Aged_tells_ages_oldest_first()
    {
        var aged = Fill((0, "S"), (5_000, "F")).Aged(Ms(7_000));

        Assert.Equal([new AgedCounts(Ms(7_000), Calls.Of("S")), new AgedCounts(Ms(2_000), Calls.Of("F"))], aged);
    }

    [Fact]
    public void Trim_nothing_to_go_is_the_same_window()
    {
        var window = Fill((0, "S"));
        Assert.Same(window, window.Trim(Ms(9_999), Duration));
        Assert.True(window.Trim(Ms(10_000), Duration).IsEmpty);
    }

    [Fact]
    public void Add_duration_that_ten_does_not_divide_keeps_ten_buckets()
    {
        var duration = TimeSpan.FromTicks(1_000_005);
        var window = RollingWindow.Empty;
        for (var ticks = 0; ticks <= 1_000_000; ticks += 100_000)
            window = window.Add(new(ticks), Calls.Of("F"), new(ticks), duration);

        Assert.InRange(window.Buckets.Length, 1, RollingWindow.BucketCount);
        Assert.Equal(11, window.Total(new(1_000_000), duration).Failures);
    }

    [Fact]
    public void Add_duration_raised_keeps_ten_buckets_and_every_call()
    {
        var window = RollingWindow.Empty;
        for (var ms = 0; ms < 1_000; ms += 100)
            window = window.Add(Ms(ms), Calls.Of("F"), Ms(ms), TimeSpan.FromSeconds(1));
        for (var ms = 1_000; ms < 10_000; ms += 1_000)
            window = window.Add(Ms(ms), Calls.Of("F"), Ms(ms), Duration);

        Assert.InRange(window.Buckets.Length, 1, RollingWindow.BucketCount);
        Assert.Equal(19, window.Total(Ms(9_000), Duration).Failures);
    }

    /// <summary>The bound and the order hold, and the total is right to a tenth, for calls that come in any order.</summary>
    [Fact]
    public void Add_any_order_keeps_ten_buckets_and_the_count() =>
        Gen.Select(Gen.Long[1_000_000, 1_000_050], Gen.Select(Gen.Int[0, 120_000], Gen.Int[0, 1_200_000]).Array[0, 60])
            .Sample((ticks, moves) =>
            {
                var duration = TimeSpan.FromTicks(ticks);
                var (now, window, calls) = (TimeSpan.FromHours(1), RollingWindow.Empty, new List<TimeSpan>());
                foreach (var (step, age) in moves)
                {
                    now += TimeSpan.FromTicks(step);
                    var at = now - TimeSpan.FromTicks(age);
                    window = window.Add(at, Calls.Of("F"), now, duration);
                    if (age < ticks)
                        calls.Add(at);
                    Check(window, calls, now, duration);
                }
            });

    private static void Check(RollingWindow window, List<TimeSpan> calls, TimeSpan now, TimeSpan duration)
    {
        Assert.InRange(window.Buckets.Length, 0, RollingWindow.BucketCount);
        Assert.Equal(window.Buckets.OrderBy(bucket => bucket.Start), window.Buckets);
        var tenth = (duration / 10) + TimeSpan.FromTicks(1);
        var surely = calls.Count(at => now - at < duration - tenth);
        var perhaps = calls.Count(at => now - at < duration + tenth);
        Assert.InRange(window.Total(now, duration).Failures, surely, perhaps);
    }

    private static RollingWindow Fill(params (int At, string Calls)[] entries) => entries.Aggregate(
        RollingWindow.Empty, (window, entry) => window.Add(Ms(entry.At), Calls.Of(entry.Calls), Ms(entry.At), Duration));

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
