namespace Failfast.Analyzers;

/// <summary>The rule for breaker names, as <c>Failfast.BreakerName</c> has it: a test holds them to one another.</summary>
internal static class BreakerNames
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether a name is 1 to 128 of ASCII letters, digits and <c>. _ : @ -</c>.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && name.All(IsAllowed);

    /// <summary>Whether a key is a name, or a family that ends in <c>*</c>.</summary>
    public static bool IsKey(string key) => key == "*" || IsValid(key.EndsWith("*", StringComparison.Ordinal) ? key.Substring(0, key.Length - 1) : key);

    /// <summary>Whether a pattern is that of a family.</summary>
    public static bool IsFamily(string pattern) => pattern.EndsWith("*", StringComparison.Ordinal) && IsKey(pattern);

    /// <summary>The nearest name that is valid; null if there is none.</summary>
    /// <param name="name">One that is not valid.</param>
    /// <param name="star">Whether a last <c>*</c> is kept.</param>
    public static string? Repaired(string name, bool star)
    {
        var family = star && name.EndsWith("*", StringComparison.Ordinal);
        var letters = (family ? name.Substring(0, name.Length - 1) : name).Take(MaxLength).Select(letter => IsAllowed(letter) ? letter : '-');
        var repaired = new string([.. letters]);
        return repaired.Length > 0 ? repaired + (family ? "*" : "") : null;
    }

    private static bool IsAllowed(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or ':' or '@' or '-';
}
