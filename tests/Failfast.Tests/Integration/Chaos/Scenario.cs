namespace Failfast.Tests.Integration.Chaos;

/// <param name="Fault">As the table names it.</param>
/// <param name="Play">Begins and ends with a closed breaker; what it has killed is started anew by others.</param>
internal sealed record Scenario(string Fault, Func<ChaosRun, Task> Play)
{
    /// <summary>Those that show most in little time, for every run of the tests.</summary>
    public static IReadOnlyList<Scenario> Short { get; } =
    [
        KilledSilos.Closed, KilledSilos.HalfOpen, StorageFaults.DownWhileASiloDies,
    ];

    /// <summary>Those that may come again and again on one cluster.</summary>
    public static IReadOnlyList<Scenario> Repeatable { get; } =
    [
        KilledSilos.Closed, KilledSilos.Open, KilledSilos.HalfOpen, KilledSilos.Frozen, KilledSilos.EverySilo, KilledSilos.RollingRestart,
        MembershipFaults.StoreSilent, StorageFaults.Down, StorageFaults.Garbage, StorageFaults.DownWhileASiloDies,
        CutOffHosts.FrozenClientWithTheLease, CutOffHosts.ClientWithoutGateways, CutOffHosts.SplitCluster,
    ];

    public static IReadOnlyList<Scenario> All { get; } =
        [.. Repeatable, ManyBreakers.ColdStart(5000), ManyBreakers.AtOnce(5000), ManyTrips.For(TimeSpan.FromMinutes(10))];
}
