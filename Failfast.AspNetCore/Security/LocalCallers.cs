using System.Net;
using Failfast.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Failfast.Security;

/// <summary>
/// Where nobody has said who may call, only callers on this machine may. The host name is checked too: a foreign web page whose
/// name is made to resolve to this machine is of the same origin as the page here, for a browser. What a proxy on this machine has
/// forwarded comes from anywhere, unless the app reads the proxy's headers: then they are gone, and the address is the caller's.
/// </summary>
internal static class LocalCallers
{
    private static readonly string[] s_ofProxies = ["Forwarded", "X-Forwarded-For", "X-Real-IP"];

    public static ValueTask<object?> Require(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var isDecided = http.GetEndpoint()?.Metadata is { } metadata
            && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null
                || metadata.GetMetadata<IAllowAnonymous>() is not null);
        return isDecided || (IsLocal(http.Connection.RemoteIpAddress) && IsLocalName(http.Request.Host.Host) && !IsForwarded(http.Request))
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.NotLocal());
    }

    // No address: an in-memory server.
    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool IsForwarded(HttpRequest request) => Array.Exists(s_ofProxies, request.Headers.ContainsKey);

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
