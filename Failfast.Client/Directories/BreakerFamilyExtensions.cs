namespace Failfast;

/// <summary>Finds a family of breakers.</summary>
public static class BreakerFamilyExtensions
{
    /// <summary>The breakers whose names begin alike, for operators' commands on all of them.</summary>
    /// <param name="grains">Of a silo or a client.</param>
    /// <param name="pattern">The beginning of the names and a <c>*</c>, as in <c>mail-*</c>; case counts.</param>
    /// <exception cref="ArgumentException">The pattern does not end in <c>*</c>, or no name can begin like that.</exception>
    public static BreakerFamily GetBreakerFamily(this IGrainFactory grains, string pattern)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(pattern);
        return new BreakerFamily(grains, pattern);
    }
}
