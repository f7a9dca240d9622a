using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Hosts send their windows again to a new activation, one after the other.</summary>
public class CoordinatorReplayTests
{
    [Fact]
    public void Report_windows_sent_again_after_older_successes_keep_the_run_of_failures()
    {
        var grain = new TestGrain(Policy.Consecutive(5));
        var hosts = grain.AddHosts(3);
        foreach (var host in hosts)
            host.Call("S");
        grain.Wait(4);
        grain.Settle();
        hosts[0].Call("FF");
        grain.Settle();
        hosts[1].Call("FF");
        grain.Settle();
        Assert.Equal(4, grain.Coordinator.State.Run);
        grain.Restart();

        foreach (var host in hosts)
        {
            host.Protocol.Noticed();
            grain.Wait(1);
            grain.Settle();
        }

        Assert.Equal(4, grain.Coordinator.State.Run);
        hosts[2].Call("F");
        grain.Confirm();
        Assert.Equal(BreakerState.Open, grain.State);
    }
}
