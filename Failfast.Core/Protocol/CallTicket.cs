using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>What a call in flight belongs to: its result counts only there.</summary>
/// <param name="ClusterGeneration">The cluster's generation it began in; or one of the marks below.</param>
/// <param name="LocalGeneration">The host's own machine's generation it began in.</param>
/// <param name="ClusterProbe">The cluster's permit, if it is a probe.</param>
/// <param name="LocalProbe">The own machine's permit number, if it is a probe of this host alone; else 0.</param>
internal readonly record struct CallTicket(
    long ClusterGeneration, long LocalGeneration, GrantedProbe? ClusterProbe = null, long LocalProbe = 0)
{
    public const long NotCounted = -1;

    /// <summary>For the generation of the grain's first snapshot, if that says closed.</summary>
    public const long BeforeFirstSnapshot = -2;

    public bool IsProbe => ClusterProbe is not null || LocalProbe != 0;
}
