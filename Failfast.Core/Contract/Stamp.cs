namespace Failfast.Contract;

/// <summary>
/// Orders snapshots by age. The incarnation belongs to one activation of the grain; the version counts the snapshots that the
/// activation has published.
/// </summary>
[GenerateSerializer, Immutable, Alias("failfast.Stamp")]
internal readonly record struct Stamp([property: Id(0)] long Incarnation, [property: Id(1)] long Version)
    : IComparable<Stamp>
{
    public int CompareTo(Stamp other) =>
        Incarnation != other.Incarnation ? Incarnation.CompareTo(other.Incarnation) : Version.CompareTo(other.Version);

    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;

    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;

    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;
}
