namespace Failfast.Tests.Integration.Processes;

/// <summary>Short words for what most tests do with hosts in processes.</summary>
internal static class BreakerWords
{
    /// <summary>Every host makes a call that is counted.</summary>
    public static async Task Meet(this IEnumerable<HostProcess> hosts, string breaker)
    {
        foreach (var host in hosts)
            Assert.Equal("succeeded", (await host.Guard("succeed", breaker)).Outcome);
        await hosts.See(breaker, "Closed");
    }

    /// <summary>The dependency fails for everybody, as it does in an outage, until the cluster has opened.</summary>
    public static async Task Open(this IReadOnlyList<HostProcess> hosts, string breaker)
    {
        for (var i = 0; i < 5; i++)
            foreach (var host in hosts)
                await host.Guard("fail", breaker);
        await hosts.See(breaker, "Open");
    }

    /// <summary>All hosts come to have the same word of the cluster.</summary>
    public static async Task See(this IEnumerable<HostProcess> hosts, string breaker, string state)
    {
        var generations = new HashSet<string>();
        foreach (var host in hosts)
        {
            string[] seen = [];
            await Eventually.Is(
                async () => (seen = await host.Ask($"state {breaker}")) is [var now, "Cluster", ..] && now == state,
                () => $"'{breaker}' should be {state}, and is {string.Join(' ', seen)}.\n{host.Log}");
            generations.Add(seen[2]);
        }

        Assert.Single(generations);
    }

    /// <summary>
    /// As <see cref="See"/>, with calls meanwhile, by which a host asks for what it does not know, and tells a new activation what it remembers.
    /// </summary>
    public static async Task ComeToSee(this IReadOnlyList<HostProcess> hosts, string breaker, string state)
    {
        List<string[]> told = [];
        await Eventually.Is(
            async () =>
            {
                told = [];
                foreach (var host in hosts)
                {
                    await host.Guard("succeed", breaker);
                    told.Add(await host.Ask($"state {breaker}"));
                }

                return AreOne(told, state);
            },
            () => $"'{breaker}' should be {state}: {string.Join(", ", told.Select(seen => string.Join(' ', seen)))}.\n{hosts[0].Log}",
            TimeSpan.FromSeconds(40));
    }

    /// <summary>Whether all that hosts have told is one of these states, by the same decision of the cluster.</summary>
    public static bool AreOne(IReadOnlyCollection<string[]> told, params string[] states) =>
        told.All(seen => states.Contains(seen[0]) && seen[1] == "Cluster") && told.DistinctBy(seen => seen[2]).Count() == 1;
}
