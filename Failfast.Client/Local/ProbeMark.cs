namespace Failfast.Local;

/// <summary>
/// Goes along with a probe, also into the grains that it calls: a call that guards itself by the same breaker again, while that has
/// one probe, waits for itself. A request that is no probe carries nothing.
/// </summary>
internal static class ProbeMark
{
    private const string Key = "failfast.probes";

    /// <summary>What runs from here on in this context is part of a probe of the breaker.</summary>
    public static void Put(string breaker) =>
        RequestContext.Set(Key, RequestContext.Get(Key) is string outer ? $"{outer} {breaker}" : breaker);

    // Names have no spaces.
    public static bool IsWithin(string breaker) => RequestContext.Get(Key) is string outer && outer.Split(' ').Contains(breaker);
}
