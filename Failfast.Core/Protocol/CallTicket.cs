using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>The generations that a call in flight belongs to: its result counts only there.</summary>
/// <param name="ClusterGeneration">The cluster's generation in which it began, or one of the marks below.</param>
/// <param name="LocalGeneration">The own machine's generation in which it began.</param>
/// <param name="ClusterProbe">The grain's probe lease, if the call is a probe of the cluster.</param>
/// <param name="LocalProbe">The own machine's lease number, if the call is a probe of this host alone; else 0.</param>
internal readonly record struct CallTicket(
    long ClusterGeneration, long LocalGeneration, GrantedProbe? ClusterProbe = null, long LocalProbe = 0)
{
    public const long NotCounted = -1;

    /// <summary>Stands for the generation of the grain's first snapshot, if that is closed.</summary>
    public const long BeforeFirstSnapshot = -2;

    public bool IsProbe => ClusterProbe is not null || LocalProbe != 0;
}
