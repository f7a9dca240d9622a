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
    }
}
