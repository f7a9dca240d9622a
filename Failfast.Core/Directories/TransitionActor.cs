namespace Failfast;

/// <summary>Who has made a breaker change its state.</summary>
[GenerateSerializer, Alias("failfast.TransitionActor")]
public enum TransitionActor
{
    /// <summary>The breaker's own rules.</summary>
    Rules = 0,

    /// <summary>An operator, by a command.</summary>
    Operator = 1,

    /// <summary>Nobody: the grain has taken over the state from storage, or from a host that remembered it.</summary>
    Recovery = 2,
}
