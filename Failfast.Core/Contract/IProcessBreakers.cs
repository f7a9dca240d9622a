namespace Failfast.Contract;

/// <summary>The local breakers of a process that has a guard; a process that only operates breakers has none.</summary>
internal interface IProcessBreakers
{
    /// <summary>The breaker of this name.</summary>
    IProcessBreaker Find(string name);
}
