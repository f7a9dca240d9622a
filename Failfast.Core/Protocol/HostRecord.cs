namespace Failfast.Protocol;

/// <summary>What the grain knows of one host.</summary>
internal sealed class HostRecord
{
    public string Name { get; set; } = "";

    public TimeSpan LastHeard { get; set; }

    /// <summary>The last sequence counted in the present incarnation.</summary>
    public long Sequence { get; set; }
}
