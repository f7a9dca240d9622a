using System.Diagnostics.CodeAnalysis;
using Failfast;
using Failfast.Api;
using Failfast.Page;
using Failfast.Security;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the breakers of the cluster on a page and by HTTP.</summary>
public static class FailfastEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves the page at <paramref name="prefix"/>, and the HTTP API below <c>{prefix}/api</c>, from any app that is a silo or a client with
    /// <c>AddFailfast</c>.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">Where; default: <c>/failfast</c>.</param>
    /// <param name="configure">Who may read and who may steer; null: see <see cref="FailfastPageOptions"/>.</param>
    /// <returns>A builder of conventions for all of it, so that <c>RequireAuthorization()</c> works.</returns>
    public static IEndpointConventionBuilder MapFailfast(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/failfast", Action<FailfastPageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var options = new FailfastPageOptions();
        configure?.Invoke(options);

        // No policy of the app for other origins opens a way to steer from there.
        var all = endpoints.MapGroup(prefix).WithMetadata(new DisableCorsAttribute());
        all.AddEndpointFilter(SecurityHeaders.Add);
        all.AddEndpointFilter(LocalCallers.Require);
        PageEndpoints.Map(all, options);
        var api = all.MapGroup("/api").WithTags("Failfast");
        SessionEndpoints.Map(api, options);
        BreakerEndpoints.Map(api, options);
        return all;
    }
}
