namespace Failfast.Protocol;

/// <summary>
/// Numbers for activations: the clock above, so that a fresh activation outranks the one before it with nothing stored, and
/// below some chance that an activation keeps for life. Two that rise above one and the same number (each by a host that has
/// spoken to a third) never come to share one, and so no host takes the counts of one for known to the other.
/// </summary>
internal static class Incarnations
{
    private const int OwnBits = 16;
    private const long OwnMask = (1L << OwnBits) - 1;

    // In the year 3084; a clock that is further off must not reach what the protocol refuses.
    private const long LatestMilliseconds = 1L << 45;

    /// <param name="utcNow">By whatever clock; where clocks disagree, the protocol rises above what hosts show.</param>
    /// <param name="chance">Its low 16 bits are the activation's own.</param>
    public static long Next(DateTimeOffset utcNow, long chance) =>
        (Math.Clamp(utcNow.ToUnixTimeMilliseconds(), 0, LatestMilliseconds) << OwnBits) | (chance & OwnMask);

    /// <summary>The least number above <paramref name="shown"/> that <paramref name="own"/> may take.</summary>
    public static long Above(long shown, long own) => (((shown >> OwnBits) + 1) << OwnBits) | (own & OwnMask);
}
