using System.Diagnostics;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>What scenarios are told in: faults on a cluster, what is waited for, and what is written down.</summary>
internal sealed class ChaosRun(ChaosCluster cluster, ChaosRow row)
{
    /// <summary>A breaker that has not come to agree within this is stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>By default.</summary>
    private const int FailuresThatTrip = 5;

    private int _timedOut;

    public ChaosCluster Cluster => cluster;

    public ChaosRow Row => row;

    /// <summary>Writes down the calls that have ended since the last time.</summary>
    /// <returns>How many were rejected.</returns>
    public async Task<int> Account(bool mayReject)
    {
        var tallies = new List<HostTally>();
        foreach (var host in cluster.Live)
            tallies.Add(HostTally.Parse(host.Name, string.Join(' ', await host.Process.Ask("tally now"))));
        // A machine that lets calls to a healthy dependency time out opens the breaker rightly.
        var timedOut = mayReject ? 0 : tallies.Sum(tally => tally.Failed);
        _timedOut += timedOut;
        if (timedOut > 0)
            Row.Note += $" {timedOut} calls timed out for the machine's sake.";
        foreach (var tally in tallies)
            Row.Figures.Add(tally, mayReject || _timedOut >= FailuresThatTrip);
        return tallies.Sum(tally => tally.Rejected);
    }

    /// <summary>The dependency is well, and the grain may be out of reach: waits until no host rejects any more.</summary>
    /// <returns>How long hosts went on rejecting, within a second.</returns>
    public async Task<TimeSpan> RejectionsEnd()
    {
        cluster.Dependency.Recover();
        var watch = Stopwatch.StartNew();
        do
            await Pass(TimeSpan.FromSeconds(1));
        while (await Account(mayReject: true) > 0 && watch.Elapsed < Patience);
        return watch.Elapsed - TimeSpan.FromSeconds(1);
    }

    /// <summary>All hosts tell the same state, and calls go on: from here on none may be rejected.</summary>
    public async Task Calm()
    {
        await Agree("Closed");
        foreach (var host in cluster.Live)
            await host.Process.Ask("tally now");
    }

    /// <summary>The dependency hangs until the cluster has opened and the calls that hung have been given up.</summary>
    public async Task Fall()
    {
        await Account(mayReject: false);
        cluster.Dependency.Hang();
        await Agree("Open", "HalfOpen");
        await Until(() => cluster.Dependency.InFlight.Count <= 1, "the calls from before the trip end");
    }

    /// <summary>For some breaks the dependency goes on hanging: only so many probes may reach it at once.</summary>
    public async Task WatchProbes(int allowed = 1, int probes = 3)
    {
        // Among them those of hosts that were out of touch with the grain, and probed for themselves.
        await Until(() => cluster.Dependency.InFlight.Count == 0, "calls that were let in before end");
        cluster.Dependency.CountAnew();
        var before = cluster.Dependency.Arrivals;
        await Until(() => cluster.Dependency.Arrivals >= before + probes, "probes come");
        Row.ProbesAllowed = Math.Max(Row.ProbesAllowed, allowed);
        Row.ProbesAtOnce = Math.Max(Row.ProbesAtOnce ?? 0, cluster.Dependency.MostAtOnce);
    }

    /// <summary>The dependency is well: the cluster closes, and calls succeed from then on.</summary>
    public async Task Recover()
    {
        cluster.Dependency.Recover();
        Row.Agreement = await Agree("Closed");
        await Account(mayReject: true);
        await Pass(TimeSpan.FromSeconds(1));
        await Account(mayReject: false);
    }

    /// <summary>Waits until every host tells one of these states, by the same decision of the cluster.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> Agree(params string[] states)
    {
        var watch = Stopwatch.StartNew();
        string[][] told = [];
        await Eventually.Is(
            async () =>
            {
                told = await Task.WhenAll(cluster.Live.Select(host => host.Process.Ask($"state {ChaosCluster.Breaker}")));
                return BreakerWords.AreOne(told, states);
            },
            () => string.Join(", ", told.Select(now => string.Join(' ', now))),
            Patience,
            $"agreed on {string.Join('/', states)}");
        return watch.Elapsed;
    }

    public async Task<ChaosHost> FindHome()
    {
        ChaosHost? home = null;
        await Until(async () => (home = await cluster.Home()) is not null, "the grain's silo is known");
        return home!;
    }

    /// <summary>Does this to the grain's silo, and waits until the grain is on another and all hosts have heard from it.</summary>
    public async Task<TimeSpan> TimeUntilMoved(ChaosHost from, Func<Task> fault)
    {
        var watch = Stopwatch.StartNew();
        await fault();
        await Moved(from);
        await Agree("Closed", "Open", "HalfOpen");
        return watch.Elapsed;
    }

    /// <summary>The grain is on another silo than it was, as the cluster sees it.</summary>
    public Task Moved(ChaosHost from) => Until(async () => await cluster.Home() is { } home && home != from, "the grain has moved");

    public static Task Until(Func<bool> condition, string what) => Eventually.Is(condition, budget: Patience, what: what);

    public static Task Until(Func<Task<bool>> condition, string what) => Eventually.Is(condition, budget: Patience, what: what);

    /// <summary>Calls go on for so long.</summary>
    public static Task Pass(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
