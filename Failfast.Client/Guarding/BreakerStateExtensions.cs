using Failfast.Local;

namespace Failfast;

/// <summary>Looks at a breaker without touching it.</summary>
public static class BreakerStateExtensions
{
    extension(IBreakerGrain breaker)
    {
        /// <summary>The breaker as this process sees it now: no message, no permit taken, nothing changed.</summary>
        public BreakerSnapshot Snapshot =>
            LocalBreaker.TryFind(breaker, out var host) ? host.Snapshot() : LocalBreaker.DoubleOf(breaker).Snapshot;

        /// <summary>The state in effect in this process now.</summary>
        public BreakerState State =>
            LocalBreaker.TryFind(breaker, out var host) ? host.State : LocalBreaker.DoubleOf(breaker).Snapshot.State;
    }
}
