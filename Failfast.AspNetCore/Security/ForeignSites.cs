using Failfast.Api;
using Microsoft.AspNetCore.Http;

namespace Failfast.Security;

/// <summary>
/// Refuses what a browser sends on behalf of another site, also where the app lets other origins in elsewhere. Browsers say so themselves:
/// over TLS and on loopback by Sec-Fetch-Site, which no proxy changes, else by Origin.
/// </summary>
internal static class ForeignSites
{
    private const string Site = "Sec-Fetch-Site";

    public static ValueTask<object?> Refuse(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsForeign(context.HttpContext.Request) ? ValueTask.FromResult<object?>(Problems.ForeignSite()) : next(context);

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Site, out var site))
            return site != "same-origin" && site != "none";
        return request.Headers.TryGetValue("Origin", out var origin)
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
