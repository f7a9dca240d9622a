using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Failfast.Directories;

/// <summary>Where a breaker stands in the list: the worst first, then by name. It is also what a page's continuation says.</summary>
[GenerateSerializer, Immutable, Alias("failfast.SortKey")]
internal readonly record struct SortKey([property: Id(0)] BreakerAttention Attention, [property: Id(1)] string Name) : IComparable<SortKey>
{
    public int CompareTo(SortKey other) =>
        Attention != other.Attention ? other.Attention.CompareTo(Attention) : string.CompareOrdinal(Name, other.Name);

    public static SortKey Of(BreakerSummary breaker) => new(breaker.Attention, breaker.Name);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Attention}:{Name}");

    public static bool TryParse(string text, [NotNullWhen(true)] out SortKey? key)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        key = colon > 0 && int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var attention)
            && Enum.IsDefined((BreakerAttention)attention) && BreakerName.IsValid(text[(colon + 1)..])
            ? new SortKey((BreakerAttention)attention, text[(colon + 1)..])
            : null;
        return key is not null;
    }

    public static bool operator <(SortKey left, SortKey right) => left.CompareTo(right) < 0;

    public static bool operator >(SortKey left, SortKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(SortKey left, SortKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SortKey left, SortKey right) => left.CompareTo(right) >= 0;
}
