using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>A grain that three hosts are in touch with, each with one success behind it; five failures in a row open it.</summary>
public abstract class ThreeHosts
{
    private protected ThreeHosts()
    {
        var hosts = Grain.AddHosts(3);
        (Bad, Healthy, AlsoHealthy) = (hosts[0], hosts[1], hosts[2]);
        foreach (var host in hosts)
            host.Call("S");
        Grain.Settle();
        Grain.Wait(1);
        Grain.Settle();
        Grain.Wait(.5);
    }

    private protected TestGrain Grain { get; } = new(Policy.Consecutive(5));

    private protected TestHost Bad { get; }

    private protected TestHost Healthy { get; }

    private protected TestHost AlsoHealthy { get; }
}
