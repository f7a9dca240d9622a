using System.Diagnostics.CodeAnalysis;
using Failfast;
using Failfast.Api;
using Failfast.Contract;
using Failfast.Page;
using Failfast.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

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
    /// <exception cref="InvalidOperationException">
    /// The page is to ask for API keys, and <c>AddFailfastApiKeys</c> was not called; or the app is a silo without <c>AddFailfast</c>, which has no breakers.
    /// </exception>
    /// <returns>A builder of conventions for all of it, so that <c>RequireAuthorization()</c> works.</returns>
    public static IEndpointConventionBuilder MapFailfast(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/failfast", Action<FailfastPageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var options = new FailfastPageOptions();
        configure?.Invoke(options);
        var registered = endpoints.ServiceProvider.GetService<IServiceProviderIsService>();
        if (registered?.IsService(typeof(ILocalSiloDetails)) == true && !registered.IsService(typeof(IProcessBreakers)))
            throw new InvalidOperationException(IProcessBreakers.Missing);
        if (options.SignInWithApiKey && registered?.IsService(typeof(ApiKeySessions)) == false)
            throw new InvalidOperationException("The page is to sign in with API keys, but there are none: call AddFailfastApiKeys on the app's services.");

        var all = endpoints.MapGroup(prefix);
        all.AddEndpointFilter(SecurityHeaders.Add);
        all.AddEndpointFilter(LocalCallers.Require);
        PageEndpoints.Map(all, options);
        var api = all.MapGroup("/api").WithTags("Failfast");
        api.AddEndpointFilter(ForeignSites.Refuse);
        SessionEndpoints.Map(api, options);
        BreakerEndpoints.Map(api, options);
        return all;
    }
}
