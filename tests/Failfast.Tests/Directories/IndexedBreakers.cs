using Failfast.Directories;
using Failfast.Tests.Cluster;

namespace Failfast.Tests.Directories;

/// <summary>What the index of a cluster remembers.</summary>
internal static class IndexedBreakers
{
    /// <summary>Waits until the index remembers the breaker, or does not.</summary>
    public static Task IsIndexed(this BreakerCluster cluster, string breaker, bool expected = true) =>
        cluster.Becomes(async () => (await new IndexClient(cluster.Client).Find(breaker)).Breakers.Any(it => it.Name == breaker) == expected);
}
