using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Failfast.Security;

namespace Failfast.Api;

/// <summary>What is where in the API, and who may use it.</summary>
internal static class BreakerEndpoints
{
    public static void Map(RouteGroupBuilder api, FailfastPageOptions options)
    {
        var read = Group(api, options.ReadPolicy);
        ReadEndpoints.Map(read);
        StreamEndpoints.Map(read);

        var steer = Group(api, options.SteerPolicy ?? options.ReadPolicy);
        steer.AddEndpointFilter(SteeringRequests.Require);
        steer.WithMetadata(JsonBody.Limit);
        steer.ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        CommandEndpoints.Map(steer);
        SettingsEndpoints.Map(steer);

        // Without it, addresses and methods that do not exist would be answered with no details.
        var rest = api.MapGroup("").ExcludeFromDescription();
        Restrict(rest, options.ReadPolicy);
        rest.Map("/{**path}", (HttpRequest request) => IsUnreadable(request) ? Problems.NotJson() : Problems.NotFound());
    }

    private static RouteGroupBuilder Group(RouteGroupBuilder api, string? policy)
    {
        var group = api.MapGroup("/breakers");
        group.AddEndpointFilter(ClusterErrors.Answer);
        Restrict(group, policy);
        foreach (var status in new[] { StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable })
            group.ProducesProblem(status);
        if (policy is not null)
            group.ProducesProblem(StatusCodes.Status401Unauthorized);
        return group;
    }

    private static void Restrict(RouteGroupBuilder group, string? policy)
    {
        if (policy is not null)
            group.RequireAuthorization(policy);
    }

    private static bool IsUnreadable(HttpRequest request) =>
        (HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method)) && !request.HasJsonContentType();
}
