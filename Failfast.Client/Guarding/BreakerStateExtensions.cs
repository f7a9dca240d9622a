using Failfast.Local;

namespace Failfast;

/// <summary>Reads a breaker's state.</summary>
public static class BreakerStateExtensions
{
    extension(IBreakerGrain breaker)
    {
        /// <summary>
        /// The breaker as this process sees it now. Reading it takes no probe lease and changes no state; if this process has no current
        /// snapshot, one is requested in the background.
        /// </summary>
        public BreakerSnapshot Snapshot => BreakerLookup.Find(breaker).Snapshot();

        /// <summary>The state in effect in this process now.</summary>
        public BreakerState State => BreakerLookup.Find(breaker).State;
    }
}
