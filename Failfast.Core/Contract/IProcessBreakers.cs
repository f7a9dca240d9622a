namespace Failfast.Contract;

/// <summary>The breakers of a process that has a guard; one that only steers breakers has none.</summary>
internal interface IProcessBreakers
{
    /// <summary>The breaker of this name.</summary>
    IProcessBreaker Find(string name);
}
