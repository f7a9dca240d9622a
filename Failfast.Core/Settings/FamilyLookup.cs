namespace Failfast;

/// <summary>
/// Finds the entry for a name: the name itself, else the longest family (<c>prefix*</c>) that covers it. Case is ignored, because
/// environment variables are often spelled in another case than files.
/// </summary>
internal static class FamilyLookup
{
    public static T? Find<T>(IEnumerable<KeyValuePair<string, T>> entries, string name)
        where T : class
    {
        T? found = null;
        var length = -1;
        foreach (var (key, value) in entries)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
            var prefix = key.AsSpan().TrimEnd('*');
            if (key.EndsWith('*') && prefix.Length > length && name.AsSpan().StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                (found, length) = (value, prefix.Length);
        }

        return found;
    }
}
