using Failfast.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Failfast.Api;

/// <summary>Every way in which the API refuses, as problem details (RFC 9457).</summary>
internal static class Problems
{
    public static ProblemHttpResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, "The request makes no sense", detail);

    public static ProblemHttpResult UnreadableParameter() =>
        BadRequest("A parameter of the query can't be read: 'attention' is true or false, 'pageSize' a whole number.");

    public static ProblemHttpResult NotLocal() => Of(
        StatusCodes.Status403Forbidden, "Only this machine may call",
        "Nothing says who may call from elsewhere, or under this host name: set ReadPolicy and SteerPolicy of MapFailfast, or call RequireAuthorization on its result. " +
        "What a proxy forwards comes from elsewhere.");

    public static ProblemHttpResult ForeignSite() => Of(
        StatusCodes.Status403Forbidden, "Another site may not call", "The browser says that a page of another site, or of another origin, sends this.");

    public static ProblemHttpResult HeaderMissing() => Of(
        StatusCodes.Status403Forbidden, "A header is missing",
        $"A request that changes something needs the header '{SteeringRequests.Header}: {SteeringRequests.Value}', which no form of another site can send.");

    public static ProblemHttpResult NotJson() => Of(
        StatusCodes.Status415UnsupportedMediaType, "The body must be JSON",
        "A request that changes something needs 'Content-Type: application/json' and a JSON object as its body; {} will do where nothing is to be said.");

    public static ProblemHttpResult Unauthorized(string detail) => Of(StatusCodes.Status401Unauthorized, "Sign in first", detail);

    public static ProblemHttpResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, "Not allowed", detail);

    public static ProblemHttpResult NotFound() => Of(
        StatusCodes.Status404NotFound, "No such resource", "The API has nothing at this address for this method.");

    public static ProblemHttpResult TooLarge(int status) => Of(status, "The body can't be read", "The body is too large, or did not arrive as announced.");

    public static ProblemHttpResult SettingsChanged() => Of(
        StatusCodes.Status412PreconditionFailed, "The settings have changed",
        "Somebody has changed the settings since they were read: read them again, and send the new ETag in If-Match.");

    public static ProblemHttpResult VersionMissing() => Of(
        StatusCodes.Status428PreconditionRequired, "If-Match is missing",
        "Send the ETag of the settings that you have read in If-Match, so that nobody else's change is overwritten.");

    /// <summary>What exactly went wrong may name what is nobody's business: the log has it.</summary>
    public static ProblemHttpResult Unreachable() => Of(
        StatusCodes.Status503ServiceUnavailable, "The cluster can't be reached",
        "No silo has answered in time. Breakers go on working in each process; try again.");

    private static ProblemHttpResult Of(int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title);
}
