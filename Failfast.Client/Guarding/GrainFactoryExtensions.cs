using System.Runtime.CompilerServices;
using Failfast.Contract;
using Failfast.Local;

namespace Failfast;

/// <summary>Finds breakers by name.</summary>
public static class GrainFactoryExtensions
{
    private static readonly ConditionalWeakTable<IGrainFactory, LocalBreakers> s_hosts = [];

    /// <summary>
    /// Returns the breaker of that name, like <c>GetGrain&lt;IBreakerGrain&gt;(name)</c> but cached, for hot paths.
    /// </summary>
    /// <exception cref="ArgumentException">The name is not valid (<see cref="BreakerName"/>).</exception>
    /// <exception cref="InvalidOperationException">This process has no guard.</exception>
    public static IBreakerGrain GetBreaker(this IGrainFactory grains, string name)
    {
        ArgumentNullException.ThrowIfNull(grains);
        if (s_hosts.TryGetValue(grains, out var host))
            return host.Get(name).Reference;
        var first = First(grains, BreakerName.Check(name));
        // A fake, from a test's grain factory.
        if (first is not BreakerReference reference)
            return first;
        host = LocalBreakers.Of(reference.Services);
        s_hosts.AddOrUpdate(grains, host);
        return host.Get(name).Reference;
    }

    private static IBreakerGrain First(IGrainFactory grains, string name)
    {
        try
        {
            return grains.GetGrain<IBreakerGrain>(name);
        }
        catch (ArgumentException)
        {
            // Not connected yet, or connected to silos without Failfast: calls can be guarded all the same.
            return grains.GetGrain<IBreakerGrain>(BreakerGrainId.Of(name));
        }
    }
}
