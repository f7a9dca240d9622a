using System.Net;

namespace Failfast.Http;

/// <summary>How long a service wants not to be called, as the header <c>Retry-After</c> of a 429 or 503 says (RFC 9110, 10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <returns>Null if the response does not say; not above zero if the time has passed.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - now)
            : null;
}
