using System.Net;
using Failfast.CallShapes;
using Failfast.Protocol;

namespace Failfast.Http;

/// <summary>What a response says of the service that sent it.</summary>
internal static class ResponseOutcome
{
    public static CallOutcome Of(StagedCall call, HttpResponseMessage response)
    {
        if (RetryAfterHeader.Of(response, call.Time.GetUtcNow()) is { } wait)
            call.Heed(wait);
        if (call.JudgeResult(response) == CallOutcome.Failure)
            return CallOutcome.Failure;
        return response.StatusCode switch
        {
            // The rules for exceptions decide on the one that EnsureSuccessStatusCode would throw.
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => call.Judge(
                new HttpRequestException($"The response has the status {(int)response.StatusCode}.", null, response.StatusCode), CancellationToken.None),
            HttpStatusCode.TooManyRequests => CallOutcome.Ignored,
            _ => CallOutcome.Success,
        };
    }
}
