using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// Warns of names in use that differ in case only. They are two breakers with one configuration, and most likely one of them is a
/// mistake.
/// </summary>
internal sealed partial class CaseTwins(ILogger logger)
{
    // A process that has seen this many names starts its list anew.
    private const int Most = 10_000;

    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, byte> _warned = new(StringComparer.OrdinalIgnoreCase);
    private int _count;

    /// <summary>A breaker is used by this name for the first time, or again after it was collected.</summary>
    public void Note(string name)
    {
        if (Volatile.Read(ref _count) >= Most)
        {
            _spellings.Clear();
            _warned.Clear();
            Volatile.Write(ref _count, 0);
        }

        if (_spellings.TryAdd(name, name))
            Interlocked.Increment(ref _count);
        else if (_spellings.TryGetValue(name, out var known) && known != name && _warned.TryAdd(name, 0))
            LogTwins(known, name);
    }
}
