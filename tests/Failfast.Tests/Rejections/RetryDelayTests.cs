using System.Globalization;
using Failfast.Rejections;

namespace Failfast.Tests.Rejections;

public sealed class RetryDelayTests
{
    [Theory]
    // Rounded up, and at least a second.
    [InlineData(0, 0, 1)]
    [InlineData(-3, 0, 1)]
    [InlineData(0.4, 0, 1)]
    [InlineData(5, 0, 5)]
    [InlineData(4.001, 0, 5)]
    // Up to a second more, and up to a tenth where that is longer.
    [InlineData(0, 0.999, 1)]
    [InlineData(5, 0.999, 6)]
    [InlineData(60, 0.5, 63)]
    [InlineData(60, 0.999, 66)]
    public void Seconds_of_a_wait_is_whole_and_no_less(double wait, double random, int expected) =>
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), RetryDelay.Seconds(TimeSpan.FromSeconds(wait), random));

    [Fact]
    public void Seconds_of_no_known_wait_is_none() => Assert.Null(RetryDelay.Seconds(null, 0.5));

    [Fact]
    public void Seconds_of_the_longest_wait_is_a_number() =>
        Assert.True(long.Parse(RetryDelay.Seconds(TimeSpan.MaxValue, 0.999)!, CultureInfo.InvariantCulture) > TimeSpan.MaxValue.TotalSeconds);
}
