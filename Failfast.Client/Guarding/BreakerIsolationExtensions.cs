using Failfast.Local;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast;

/// <summary>An operator's isolation that ends at a given time.</summary>
public static class BreakerIsolationExtensions
{
    extension(IBreakerGrain breaker)
    {
        /// <summary>Holds the breaker open until then. After that, as after a break, probes decide whether it closes.</summary>
        /// <param name="reason">Why, for people: it is shown to every rejected caller. At most 1,024 characters.</param>
        /// <param name="until">
        /// By this process's clock; from 1 second to 366 days from now. What is left of that time is what the grain is told, so that
        /// clocks need not agree.
        /// </param>
        /// <exception cref="ArgumentException">The reason is too long.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The time is past, less than a second ahead, or too far.</exception>
        public Task<BreakerStatus> Isolate(string? reason, DateTimeOffset until)
        {
            var time = (breaker as BreakerReference)?.Services.GetService<TimeProvider>()
                ?? (breaker as ILocalBreakerOwner)?.LocalBreaker.Clock.Provider
                ?? TimeProvider.System;
            var left = until - time.GetUtcNow();
            return left > TimeSpan.Zero
                ? breaker.IsolateFor(left, reason)
                : throw new ArgumentOutOfRangeException(nameof(until), until, $"It is {time.GetUtcNow():u} already: an isolation ends in the future.");
        }
    }
}
