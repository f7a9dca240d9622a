using Failfast;
using Failfast.Health;
using Failfast.Local;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds breakers to the health of a process.</summary>
public static class FailfastHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds the check <c>failfast</c>, with the tag <c>failfast</c>: degraded, with their names, while breakers that this process uses are open or
    /// isolated. It reads the process's own copies and never calls a grain. The process needs <c>AddFailfast</c> on its silo or client
    /// builder.
    /// </summary>
    /// <remarks>
    /// Never let it decide on liveness: an open breaker is a dependency's trouble, and restarting this process does not help. Give the
    /// liveness endpoint a predicate that leaves the tag <c>failfast</c> out.
    /// </remarks>
    /// <param name="builder">From <c>AddHealthChecks()</c>.</param>
    /// <param name="configure">Says which breakers the process can't do without; null for none.</param>
    /// <param name="tags">Tags beside <c>failfast</c>; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IHealthChecksBuilder AddFailfast(
        this IHealthChecksBuilder builder, Action<FailfastHealthOptions>? configure = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new FailfastHealthOptions();
        configure?.Invoke(options);
        return builder.Add(new HealthCheckRegistration(
            "failfast", services => new BreakerHealthCheck(LocalBreakers.Of(services), options), HealthStatus.Degraded, ["failfast", .. tags ?? []]));
    }
}
