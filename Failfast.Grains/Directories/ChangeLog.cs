namespace Failfast.Directories;

/// <summary>The names of what has changed last. Every change has a number.</summary>
internal sealed class ChangeLog(int capacity)
{
    private readonly string[] _names = new string[capacity];
    private readonly Lock _lock = new();
    private long _version;

    /// <summary>The number of the last change.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
                return _version;
        }
    }

    public void Add(string name)
    {
        lock (_lock)
            _names[_version++ % _names.Length] = name;
    }

    /// <summary>The names that changed after one number, up to another; null if not all of them are kept, or the number is of no change.</summary>
    public HashSet<string>? Since(long since, long until)
    {
        lock (_lock)
        {
            if (since < _version - _names.Length || since > until || until > _version)
                return null;
            var names = new HashSet<string>(StringComparer.Ordinal);
            for (var version = since; version < until; version++)
                names.Add(_names[version % _names.Length]);
            return names;
        }
    }
}
