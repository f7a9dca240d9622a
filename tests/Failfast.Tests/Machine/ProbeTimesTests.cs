using Failfast.Machine;

namespace Failfast.Tests.Machine;

public class ProbeTimesTests
{
    // In seconds; 0 for not set.
    [Theory]
    [InlineData(0, 0, 0, 10)]
    [InlineData(0, 0, 4, 4)]
    [InlineData(3, 0, 0, 3)]
    [InlineData(30, 0, 0, 30)]
    [InlineData(30, 0, 40, 30)]
    [InlineData(0, 2, 0, 2)]
    [InlineData(0, 60, 0, 10)]
    [InlineData(3, 2, 4, 2)]
    [InlineData(3, 5, 4, 3)]
    public void Limit_is_the_earliest_of_three_times(int call, int slow, int probe, int limit) =>
        Assert.Equal(TimeSpan.FromSeconds(limit), ProbeTimes.Limit(Settings(call, slow, probe)));

    [Theory]
    [InlineData(0, 2, 0, 10)]
    [InlineData(3, 2, 4, 3)]
    public void Limit_slow_calls_judged_apart_do_not_shorten_it(int call, int slow, int probe, int limit) =>
        Assert.Equal(TimeSpan.FromSeconds(limit), ProbeTimes.Limit(Settings(call, slow, probe) with { SlowCallRatio = .5 }));

    [Theory]
    [InlineData(0, 0, 10)]
    [InlineData(0, 4, 4)]
    [InlineData(9, 0, 10)]
    [InlineData(30, 0, 30)]
    [InlineData(30, 40, 40)]
    public void EffectiveProbeTimeout_is_ten_seconds_or_the_call_timeout_where_it_is_not_set(int call, int probe, int effective) =>
        Assert.Equal(TimeSpan.FromSeconds(effective), ProbeTimes.EffectiveProbeTimeout(Settings(call, 0, probe)));

    private static BreakerSettings Settings(int call, int slow, int probe) => new()
    {
        CallTimeout = Seconds(call), SlowCallDuration = Seconds(slow), ProbeTimeout = Seconds(probe),
    };

    private static TimeSpan? Seconds(int count) => count == 0 ? null : TimeSpan.FromSeconds(count);
}
