using Failfast.Local;

namespace Failfast;

/// <summary>Reads a breaker's state.</summary>
/// <remarks>
/// A process that is in use of the breaker hears of a transition about one network hop after it; one that has heard nothing for
/// <see cref="FailfastOptions.LeaseDuration"/> decides alone, and <see cref="BreakerSnapshot.Scope"/> says so. A process without a guard
/// (<c>AddFailfast</c> was not called) gets an <see cref="InvalidOperationException"/>.
/// </remarks>
public static class BreakerStateExtensions
{
    extension(IBreakerGrain breaker)
    {
        /// <summary>
        /// The breaker as this process sees it now. Reading it takes no probe lease and changes no state; if this process has no current
        /// snapshot, one is requested in the background.
        /// </summary>
        public BreakerSnapshot Snapshot => BreakerLookup.Find(breaker).Snapshot();

        /// <summary>The state in effect in this process now: <c>HalfOpen</c> once a break is over, whether or not a probe runs.</summary>
        public BreakerState State => BreakerLookup.Find(breaker).State;
    }
}
