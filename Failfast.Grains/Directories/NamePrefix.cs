namespace Failfast.Directories;

/// <summary>How a query's prefix is compared with names.</summary>
internal static class NamePrefix
{
    /// <param name="prefix">Null for all names.</param>
    /// <param name="name">Its case is ignored.</param>
    public static bool Fits(string? prefix, string name) => prefix is null || name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
