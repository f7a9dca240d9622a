namespace Failfast.Protocol;

/// <summary>The kinds of callers.</summary>
internal enum Caller
{
    /// <summary>A call that can wait for the grain until its deadline.</summary>
    Call,

    /// <summary>A call that can't wait: the decision uses what this host knows.</summary>
    Instant,

    /// <summary>A consumer that asks on behalf of its next call: a probe lease is reserved for that call.</summary>
    Consumer,
}
