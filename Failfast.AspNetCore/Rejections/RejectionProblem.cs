using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Failfast.Rejections;

/// <summary>A rejection as problem details.</summary>
internal static class RejectionProblem
{
    public static ProblemDetails Of(BreakerOpenException rejection, FailfastRejectionOptions options)
    {
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Title = "A service that this one needs is unavailable",
            Detail = rejection.RetryAfter is null
                ? "The request was not carried out. It is not known when it can be."
                : "The request was not carried out. Try again after the time in the header Retry-After.",
        };
        if (options.IncludeBreaker)
        {
            problem.Extensions["breaker"] = rejection.BreakerName;
            problem.Extensions["reason"] = rejection.Reason;
        }

        return problem;
    }
}
