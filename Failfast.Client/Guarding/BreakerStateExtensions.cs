using Failfast.Host;

namespace Failfast;

/// <summary>Looks at a breaker without touching it.</summary>
public static class BreakerStateExtensions
{
    extension(IBreakerGrain breaker)
    {
        /// <summary>The breaker as this process sees it now: no message, no permit taken, nothing changed.</summary>
        public BreakerSnapshot Snapshot =>
            HostBreaker.TryFind(breaker, out var host) ? host.Snapshot() : HostBreaker.DoubleOf(breaker).Snapshot;

        /// <summary>The state in effect in this process now.</summary>
        public BreakerState State =>
            HostBreaker.TryFind(breaker, out var host) ? host.State : HostBreaker.DoubleOf(breaker).Snapshot.State;
    }
}
