using System.Net;
using System.Net.Http.Headers;

namespace Failfast.Http;

/// <summary>The response to a rejected call, made here.</summary>
internal static class RejectedResponse
{
    public static HttpResponseMessage Of(HttpRequestMessage request, BreakerRejection rejection)
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            RequestMessage = request,
            Version = request.Version,
            ReasonPhrase = "Rejected by circuit breaker",
        };
        if (rejection.RetryAfter is { } wait)
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(wait.TotalSeconds))));
        return response;
    }
}
