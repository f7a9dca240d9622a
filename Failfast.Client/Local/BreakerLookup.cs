using System.Diagnostics.CodeAnalysis;

namespace Failfast.Local;

/// <summary>From a grain reference to this process's breaker.</summary>
internal static class BreakerLookup
{
    /// <returns>False for anything but a real grain reference.</returns>
    /// <exception cref="InvalidOperationException">This process has no guard.</exception>
    public static bool TryFind(IBreakerGrain breaker, [NotNullWhen(true)] out LocalBreaker? found)
    {
        if (breaker is BreakerReference reference)
        {
            found = reference.LocalBreaker is { } kept ? (LocalBreaker)kept : Find(reference);
            return true;
        }

        ArgumentNullException.ThrowIfNull(breaker);
        found = null;
        return false;
    }

    /// <summary>What a test double guards with.</summary>
    /// <exception cref="InvalidOperationException">It doesn't.</exception>
    public static IBreakerGuard DoubleOf(IBreakerGrain breaker) => breaker as IBreakerGuard
        ?? throw new InvalidOperationException(
            $"{breaker.GetType()} is no breaker reference from an Orleans grain factory: let it implement {nameof(IBreakerGuard)} beside {nameof(IBreakerGrain)} to guard calls with it.");

    private static LocalBreaker Find(BreakerReference reference)
    {
        var found = LocalBreakers.Of(reference.Services).Get(reference.GrainId.Key.ToString()!);
        reference.LocalBreaker = found;
        return found;
    }
}
