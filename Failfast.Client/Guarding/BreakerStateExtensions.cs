using Failfast.Local;

namespace Failfast;

/// <summary>Looks at a breaker without touching it.</summary>
public static class BreakerStateExtensions
{
    extension(IBreakerGrain breaker)
    {
        /// <summary>The breaker as this process sees it now: no message, no permit taken, nothing changed.</summary>
        public BreakerSnapshot Snapshot =>
            BreakerLookup.TryFind(breaker, out var local) ? local.Snapshot() : BreakerLookup.DoubleOf(breaker).Snapshot;

        /// <summary>The state in effect in this process now.</summary>
        public BreakerState State =>
            BreakerLookup.TryFind(breaker, out var local) ? local.State : BreakerLookup.DoubleOf(breaker).Snapshot.State;
    }
}
