using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

/// <summary>The grain's part of a cluster in virtual time: a coordinator, its hosts and what goes between them.</summary>
internal sealed class TestGrain(BreakerSettings settings, long incarnation = 1)
{
    public List<TestHost> Hosts { get; } = [];

    public TimeSpan Now { get; private set; } = TimeSpan.FromDays(1);

    public BreakerSettings Settings { get; } = settings;

    public BreakerCoordinator Coordinator { get; private set; } = new(new(), settings, incarnation);

    public BreakerState State => Coordinator.State.State;

    /// <summary>Whether hosts can reach the grain.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>Whether pushes arrive.</summary>
    public bool Pushes { get; set; } = true;

    public int Published { get; private set; }

    public int Persisted { get; private set; }

    /// <summary>Hosts that a free lease was offered to.</summary>
    public List<Guid> Offered { get; } = [];

    /// <summary>Hosts that were granted a lease when it became free.</summary>
    public List<Guid> Granted { get; } = [];

    /// <summary>Hosts that were asked for a report and have not been told so by the test.</summary>
    public List<Guid> Asked { get; } = [];

    public TestHost AddHost()
    {
        var host = new TestHost(this, Hosts.Count + 1);
        Hosts.Add(host);
        return host;
    }

    /// <summary>A host that has called, reported, and has nothing more to say.</summary>
    public TestHost AddSettledHost()
    {
        var host = AddHost();
        host.Call("S");
        Settle();
        Wait(1);
        Settle();
        return host;
    }

    public TestHost[] AddHosts(int count) => [.. Enumerable.Range(0, count).Select(_ => AddHost())];

    /// <summary>A little longer, since the grain lets steps at one instant follow each other by a tick.</summary>
    public void Wait(double seconds) => Now += TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(50);

    /// <summary>Nobody answers the question whether to open.</summary>
    public void Confirm()
    {
        Settle();
        Wait(.05);
        Tick();
    }

    /// <summary>A new activation, which knows only what it is told.</summary>
    public void Restart(long? newIncarnation = null) =>
        Coordinator = new(new(), Settings, newIncarnation ?? Coordinator.Stamp.Incarnation + 1);

    public void Operate(BreakerEvent word) => CarryOut(Coordinator.Operate(word, Now, .5));

    public void Tick() => CarryOut(Coordinator.Tick(Now, .5));

    public GrainReply Report(HostReport report) => CarryOut(Coordinator.Report(report, Now, .5));

    public GrainReply RequestProbe(HostReport report) => CarryOut(Coordinator.RequestProbe(report, Now, .5));

    public GrainReply EndProbe(ProbeReport report) => CarryOut(Coordinator.EndProbe(report, Now, .5));

    public void Configure(BreakerSettings? changed) => CarryOut(Coordinator.Configure(changed, Now));

    public void Reset() => CarryOut(Coordinator.Reset(Now, .5));

    /// <summary>Every host that has a report due sends it, until none has; what is urgent and has to wait for its turn, too.</summary>
    public void Settle()
    {
        for (var rounds = 0; Hosts.ConvertAll(host => host.Report()).Contains(true) || WaitForTurn(); rounds++)
            Assert.InRange(rounds, 0, 100);
    }

    public CallCounts Total() => Coordinator.State.Window.Total(Now, Settings.SamplingDuration);

    private bool WaitForTurn()
    {
        if (!Reachable || Hosts.Min(host => host.Protocol.NextReportIn(host.Now)) is not { } wait)
            return false;
        Wait(wait.TotalSeconds);
        return true;
    }

    private TestHost? Find(Guid id) => Hosts.Find(host => host.Id == id);

    private T CarryOut<T>(CoordinatorStep<T> step)
    {
        CarryOut(step.Effects);
        return step.Result;
    }

    private void CarryOut(CoordinatorEffects effects)
    {
        Published += effects.Publish ? 1 : 0;
        Persisted += effects.Persist ? 1 : 0;
        Asked.AddRange(effects.RequestReports);
        if (effects.Publish && Pushes)
            foreach (var host in Hosts.Where(host => Coordinator.Hosts.Knows(host.Id)))
                host.Protocol.Apply(Coordinator.Snapshot(Now), host.Now);
        if (effects.Grant is { } grant)
        {
            Granted.Add(grant.Host);
            Find(grant.Host)?.Granted(grant);
        }

        if (effects.Offer is { } next)
        {
            Offered.Add(next);
            Find(next)?.Offered();
        }

        foreach (var recalled in effects.Recall)
            Find(recalled.Host)?.Recalled(recalled.Number);
    }
}
