namespace Failfast.Contract;

/// <summary>The local breakers of a process that has a guard; a process that only operates breakers has none.</summary>
internal interface IProcessBreakers
{
    /// <summary>What to do where there is no guard and there should be one.</summary>
    internal const string Missing =
        "This process has no Failfast guard: call AddFailfast() on its ISiloBuilder or IClientBuilder " +
        "(in UseOrleans(silo => silo.AddFailfast()) or UseOrleansClient(client => client.AddFailfast())).";

    /// <summary>The breaker of this name.</summary>
    IProcessBreaker Find(string name);
}
