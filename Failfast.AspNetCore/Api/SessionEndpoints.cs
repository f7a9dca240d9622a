using Failfast.Api.Resources;
using Failfast.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Api;

/// <summary>Who is calling; signing in with a key and out again, for the page: its streams of events can send no header.</summary>
internal static class SessionEndpoints
{
    public static void Map(RouteGroupBuilder api, FailfastPageOptions options)
    {
        var session = api.MapGroup("/session");
        session.AddEndpointFilter(ClusterErrors.Answer);
        if (options.SignInWithApiKey)
            session.AllowAnonymous();
        else if (options.ReadPolicy is { } policy)
            session.RequireAuthorization(policy);
        session.MapGet("", (Delegate)((HttpContext http) => Get(http, options))).WithName("GetSession").WithSummary("Who is calling, and what that caller may do.");
        if (!options.SignInWithApiKey)
            return;

        var change = session.MapGroup("").WithMetadata(JsonBody.Limit);
        change.AddEndpointFilter(SteeringRequests.Require);
        change.MapPost("", (Delegate)SignIn).WithName("SignIn").WithSummary("Signs in with a key: sets a cookie.")
            .Accepts<SignInResource>("application/json").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        change.MapDelete("", (Delegate)SignOut).WithName("SignOut").WithSummary("Removes the cookie.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<JsonAnswer<SessionResource>> Get(HttpContext http, FailfastPageOptions options)
    {
        var (reader, canRead) = await Permissions.Check(http, options.ReadPolicy);
        var (_, canSteer) = await Permissions.Check(http, options.SteerPolicy ?? options.ReadPolicy);
        return new(new SessionResource(
            reader.Identity?.Name, canRead, canSteer, options.SignInWithApiKey, http.Request.Cookies.ContainsKey(SessionCookie.Name)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SignIn(HttpContext http)
    {
        var key = (await JsonBody.Read(http.Request, ApiJson.Default.SignInResource)).Key;
        var sessions = http.RequestServices.GetRequiredService<ApiKeySessions>();
        if (sessions.SignIn(key) is not { } token)
        {
            http.RequestServices.GetRequiredService<SignInLog>().Refused(http);
            return Problems.Unauthorized("That is not a key.");
        }

        SessionCookie.Set(http, token, sessions.Lifetime);
        return TypedResults.NoContent();
    }

    private static NoContent SignOut(HttpContext http)
    {
        SessionCookie.Remove(http);
        return TypedResults.NoContent();
    }
}
