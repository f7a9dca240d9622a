namespace Failfast;

/// <summary>How breakers count in the health of a process.</summary>
public sealed class FailfastHealthOptions
{
    /// <summary>
    /// Breakers without which the process can't do its work: while one is open or isolated, the process is unhealthy rather than degraded. A name
    /// that ends in <c>*</c> covers a family. Case-sensitive, as names are.
    /// </summary>
    /// <value>None.</value>
    public ICollection<string> UnhealthyWhenOpen { get; } = [];

    internal bool IsVital(string breaker) => UnhealthyWhenOpen.Any(name =>
        name.EndsWith('*') ? breaker.StartsWith(name[..^1], StringComparison.Ordinal) : breaker == name);
}
