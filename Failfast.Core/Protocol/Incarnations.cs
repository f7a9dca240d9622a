namespace Failfast.Protocol;

/// <summary>
/// Numbers for activations. The high bits are the clock, so that a new activation outranks the one before without storage; the low
/// bits are random and kept for life. So two activations that rise above the same number, shown by hosts of a third, still differ, and
/// no host takes counts that one of them has for known to the other.
/// </summary>
internal static class Incarnations
{
    private const int OwnBits = 16;
    private const long OwnMask = (1L << OwnBits) - 1;

    // The year 3084: a clock that is further off must not produce numbers that the protocol refuses.
    private const long LatestMilliseconds = 1L << 45;

    /// <param name="utcNow">By any clock: if clocks disagree, the activation rises above what hosts show.</param>
    /// <param name="chance">Random; its low 16 bits become the activation's own.</param>
    public static long Next(DateTimeOffset utcNow, long chance) =>
        (Math.Clamp(utcNow.ToUnixTimeMilliseconds(), 0, LatestMilliseconds) << OwnBits) | (chance & OwnMask);

    /// <summary>The least number above <paramref name="shown"/> that <paramref name="own"/> may take.</summary>
    public static long Above(long shown, long own) => (((shown >> OwnBits) + 1) << OwnBits) | (own & OwnMask);
}
