using Failfast.Contract;
using Failfast.Directories;
using Failfast.Local;

namespace Failfast;

/// <summary>Finds the directory of breakers.</summary>
public static class BreakerDirectoryExtensions
{
    /// <summary>The directory of all breakers of the cluster, from a silo or an external client.</summary>
    /// <exception cref="InvalidOperationException">This process has no guard.</exception>
    public static IBreakerDirectory GetBreakerDirectory(this IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(grains);
        // Any breaker's reference knows the services of this process.
        return grains.GetGrain<IBreakerGrain>(BreakerGrainId.Of("any")) is BreakerReference reference
            ? new BreakerDirectory(grains, LocalBreakers.Of(reference.Services).Clock.Provider)
            : throw new InvalidOperationException("This grain factory is a test double: it has no directory of breakers.");
    }
}
