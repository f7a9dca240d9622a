namespace Failfast.Protocol;

/// <summary>How somebody asks to be let in.</summary>
internal enum Caller
{
    /// <summary>A call that can wait for the grain until its deadline.</summary>
    Call,

    /// <summary>A call that can't wait: it goes by what is known here.</summary>
    Instant,

    /// <summary>A consumer that asks on behalf of its next call: a probe is reserved for that.</summary>
    Consumer,
}
