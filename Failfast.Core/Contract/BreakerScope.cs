namespace Failfast;

/// <summary>Who decided on the state in a <see cref="BreakerSnapshot"/>.</summary>
[GenerateSerializer, Alias("failfast.BreakerScope")]
public enum BreakerScope
{
    /// <summary>The breaker grain's: the same on every host.</summary>
    Cluster = 0,

    /// <summary>This host's: its own calls tripped it, while the cluster as a whole is closed.</summary>
    Host = 1,

    /// <summary>This host's, because the breaker grain can't be reached at the moment, or has not been heard yet.</summary>
    Alone = 2,
}
