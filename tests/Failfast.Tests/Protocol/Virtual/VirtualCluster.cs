using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Tests.Protocol.Virtual;

/// <summary>A breaker's grain and hosts at some distance from it, with callers and a dependency, in virtual time.</summary>
internal sealed class VirtualCluster(BreakerSettings settings)
{
    private readonly List<VirtualHost> _hosts = [];

    public VirtualTime Time { get; } = new();

    public TimeSpan Now => Time.Now;

    public BreakerSettings Settings { get; } = settings;

    public BreakerCoordinator Coordinator { get; private set; } = new(new(), settings, 1);

    public MachineState Machine => Coordinator.State;

    public BreakerState State => Machine.State;

    /// <summary>What becomes of a call that begins now, until the test says otherwise.</summary>
    public Func<Answer> Dependency { get; set; } = () => Answer.Success;

    /// <summary>Hosts can reach the grain.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>Snapshots pushed, one for each host.</summary>
    public int Pushes { get; private set; }

    /// <summary>Messages of any kind, either way.</summary>
    public int Messages => Pushes + Hosts.Sum(host => host.Reports + host.ProbeRequests + host.ProbeEnds + host.Told);

    public IReadOnlyList<VirtualHost> Hosts => _hosts;

    /// <param name="roundTrip">To the grain and back, in seconds.</param>
    public VirtualHost AddHost(double roundTrip = 0)
    {
        var host = new VirtualHost(this, _hosts.Count + 1, TimeSpan.FromSeconds(roundTrip / 2));
        _hosts.Add(host);
        return host;
    }

    public void Pass(double seconds) => Time.Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Until it is in that state; false if it does not come to be in time.</summary>
    public bool PassUntil(BreakerState state, double atMost)
    {
        var end = Now + TimeSpan.FromSeconds(atMost);
        while (State != state && Now < end)
            Pass(.01);
        return State == state;
    }

    /// <summary>Opened by five failures of the host at one time.</summary>
    public void Open(VirtualHost host)
    {
        for (var i = 0; i < 5; i++)
            host.Call(() => Answer.Failure);
        Assert.True(PassUntil(BreakerState.Open, atMost: 5), $"not open, but {State}");
    }

    public void Operate(BreakerEvent word) => CarryOut(Coordinator.Operate(word, Now, .5));

    /// <summary>A new activation, which knows only what hosts show it.</summary>
    public void Restart() => Coordinator = new(new(), Settings, Coordinator.Stamp.Incarnation + (1L << 20));

    public T CarryOut<T>(CoordinatorStep<T> step)
    {
        CarryOut(step.Effects);
        return step.Result;
    }

    public void CarryOut(CoordinatorEffects effects)
    {
        foreach (var host in effects.RequestReports)
            Find(host).Tell(session => session.OnReportRequested());
        if (Machine.ConfirmBy is { } at)
            Time.In(at > Now ? at - Now : default, () => CarryOut(Coordinator.Tick(Now, .5)));
        if (effects.Publish)
            foreach (var host in Coordinator.Hosts.Subscribers(Now).ToList())
            {
                var snapshot = Coordinator.Snapshot(Now);
                Pushes++;
                Find(host).Push(snapshot);
            }

        foreach (var lease in effects.Recall)
            Find(lease.Host).Tell(session => session.OnRecall(lease.Number, Now));
        if (effects.Grant is { } grant)
            Find(grant.Host).Grant(grant);
        if (effects.Offer is { } next)
            Find(next).Tell(session => session.OnOffer(Now));
    }

    private VirtualHost Find(Guid id) => _hosts.Find(host => host.Id == id)!;
}
