using Failfast.Telemetry;

namespace Failfast.Tests.Telemetry;

public sealed class MeasuredNamesTests
{
    [Fact]
    public void Of_first_names_keep_their_own_and_later_ones_share_one()
    {
        var names = new MeasuredNames(2);

        Assert.Equal(["a", "b", "(other)", "a", "b"], new[] { "a", "b", "c", "a", "b" }.Select(names.Of));
    }

    [Fact]
    public void Of_limit_zero_is_the_other_for_all() => Assert.Equal(FailfastTelemetry.OtherBreakers, new MeasuredNames(0).Of("a"));

    [Fact]
    public void Of_names_from_many_threads_are_as_many_as_the_limit()
    {
        var names = new MeasuredNames(100);
        var given = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();

        Parallel.For(0, 10_000, i => given.TryAdd(names.Of($"n{i % 1_000}"), true));

        Assert.Equal(101, given.Count);
    }

    [Fact]
    public void Other_is_no_name_of_a_breaker() => Assert.False(BreakerName.IsValid(FailfastTelemetry.OtherBreakers));
}
