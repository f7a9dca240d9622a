namespace Failfast.Local;

/// <summary>Finds the local breaker of a grain reference.</summary>
internal static class BreakerLookup
{
    /// <exception cref="InvalidOperationException">This process has no guard, or the grain is no reference from Orleans.</exception>
    public static LocalBreaker Find(IBreakerGrain breaker) =>
        breaker is BreakerReference reference ? (LocalBreaker?)reference.LocalBreaker ?? Find(reference) : Owned(breaker);

    private static LocalBreaker Find(BreakerReference reference)
    {
        var found = LocalBreakers.Of(reference.Services).Get(reference.GrainId.Key.ToString()!);
        reference.LocalBreaker = found;
        return found;
    }

    private static LocalBreaker Owned(IBreakerGrain breaker)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        return breaker is ILocalBreakerOwner owner
            ? owner.LocalBreaker
            : throw new InvalidOperationException(
                $"{breaker.GetType()} is no breaker reference, so calls can't be guarded with it: get one from an Orleans grain factory.");
    }
}
