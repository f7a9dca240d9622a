using Failfast.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Failfast.Api;

/// <summary>
/// Answers a parameter that can't be read with problem details in the environment Development too, where the framework throws before any
/// filter runs. Elsewhere it sets the status, and <see cref="ClusterErrors"/> finds that.
/// </summary>
internal static class UnreadableParameters
{
    public static void Answer(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } next)
            return;
        endpoint.RequestDelegate = async http =>
        {
            try
            {
                await next(http);
            }
            catch (BadHttpRequestException) when (!http.Response.HasStarted)
            {
                SecurityHeaders.Add(http.Response.Headers);
                await Problems.UnreadableParameter().ExecuteAsync(http);
            }
        };
    }
}
