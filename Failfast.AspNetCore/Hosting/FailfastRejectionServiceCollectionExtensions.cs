using Failfast;
using Failfast.Rejections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Answers requests that a breaker has rejected.</summary>
public static class FailfastRejectionServiceCollectionExtensions
{
    /// <summary>
    /// A request that ends with a <see cref="BreakerOpenException"/>, thrown here or in a grain, and wrapped or not, is answered with 503,
    /// problem details, and <c>Retry-After</c> where the breaker knows it. The app must also call <c>app.UseExceptionHandler()</c>.
    /// </summary>
    /// <remarks>A response that has started can't be changed any more: the connection is closed, as with any exception.</remarks>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">What callers are told; null: that they should try again, and when.</param>
    public static IServiceCollection AddFailfastRejections(
        this IServiceCollection services, Action<FailfastRejectionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<FailfastRejectionOptions>();
        if (configure is not null)
            options.Configure(configure);
        services.AddProblemDetails();
        // As AddExceptionHandler does, but once.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, RejectionHandler>());
        return services;
    }
}
