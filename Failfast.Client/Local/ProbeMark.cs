namespace Failfast.Local;

/// <summary>
/// Marks the request context of a probe, also in the grains that it calls. It tells that a rejected call is nested: guarded again by the
/// breaker whose only probe it is part of. A call that is no probe sets nothing.
/// </summary>
internal static class ProbeMark
{
    private const string Key = "failfast.probes";

    /// <summary>Marks what runs from here on in this context as part of a probe of the breaker.</summary>
    public static void Put(string breaker) =>
        RequestContext.Set(Key, RequestContext.Get(Key) is string outer ? $"{outer} {breaker}" : breaker);

    // Names have no spaces.
    public static bool IsWithin(string breaker) => RequestContext.Get(Key) is string outer && outer.Split(' ').Contains(breaker);
}
