using Failfast.Simulation;

namespace Failfast.Tests.Simulation;

/// <summary>The figures of docs/scale.md come from runs that do what they say.</summary>
public sealed class ScaleRunTests
{
    [Fact]
    public void Go_few_hosts_all_hear_of_each_trip_and_each_recovery()
    {
        const int hosts = 12, trips = 2;
        var run = new ScaleRun(hosts, trips, seed: 1);

        run.Go();

        Assert.Null(run.Violation);
        Assert.Equal(trips, run.Decided.Count);
        Assert.All(run.Decided, milliseconds => Assert.True(milliseconds > 0));
        Assert.Equal((hosts * trips, hosts * trips), (run.Tripping.Converged, run.Recovering.Converged));
        Assert.All(new[] { run.Healthy, run.Tripping, run.Open, run.Recovering }, phase => Assert.True(phase.MessagesPerSecond >= hosts / 2));
        Assert.True(run.Tripping.MessagesPerSecond > run.Healthy.MessagesPerSecond * 2);
        Assert.All(new[] { run.Healthy, run.Tripping, run.Open, run.Recovering }, phase => Assert.True(phase.BytesPerSecond > phase.MessagesPerSecond));
        foreach (var phase in new[] { run.Tripping, run.Recovering })
        {
            // A link takes 0.1 ms at the least, and 100 ms never.
            var (p50, p99, last) = (phase.Percentile(.5), phase.Percentile(.99), phase.Percentile(1));
            Assert.True(p50 is > .05 and < 100 && p50 <= p99 && p99 <= last && last < 100, $"{p50} {p99} {last}");
        }
    }
}
