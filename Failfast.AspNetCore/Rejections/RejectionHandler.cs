using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Failfast.Rejections;

/// <summary>Answers a request that a breaker has rejected: 503 with problem details (RFC 9457), and when to try again.</summary>
internal sealed class RejectionHandler(IProblemDetailsService problems, IOptions<FailfastRejectionOptions> options) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Find(exception) is not { } rejection)
            return false;
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (RetryDelay.Seconds(rejection.RetryAfter, Random.Shared.NextDouble()) is { } seconds)
            response.Headers.RetryAfter = seconds;
        // Where the caller accepts no JSON there is no body: the status and the header say it all.
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext, Exception = exception, ProblemDetails = RejectionProblem.Of(rejection, options.Value),
        });
        return true;
    }

    private static BreakerOpenException? Find(Exception? exception)
    {
        while (exception is not (null or BreakerOpenException))
            exception = exception.InnerException;
        return exception as BreakerOpenException;
    }
}
