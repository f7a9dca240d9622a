namespace Failfast;

/// <summary>Who decided on the state in a <see cref="BreakerSnapshot"/>.</summary>
[GenerateSerializer, Alias("failfast.BreakerScope")]
public enum BreakerScope
{
    /// <summary>The breaker grain: the state is the same on every host.</summary>
    Cluster = 0,

    /// <summary>This host: its own calls tripped the breaker, while the cluster as a whole is closed.</summary>
    Host = 1,

    /// <summary>This host, because the breaker grain can't be reached or has not answered yet.</summary>
    Alone = 2,
}
