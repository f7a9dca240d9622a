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
        var read = Group(api.MapGroup("/breakers"), options.ReadPolicy);
        ReadEndpoints.Map(read);
        StreamEndpoints.Map(read);

        var steer = Steering(api.MapGroup("/breakers"), options);
        CommandEndpoints.Map(steer);
        SettingsEndpoints.Map(steer);
        FamilyEndpoints.Map(Steering(api.MapGroup("/families"), options));

        // Without it, addresses and methods that do not exist would be answered with no details.
        var rest = api.MapGroup("").ExcludeFromDescription();
        Restrict(rest, options.ReadPolicy);
        rest.Map("/{**path}", (HttpRequest request) => IsUnreadable(request) ? Problems.NotJson() : Problems.NotFound());
    }

    private static RouteGroupBuilder Steering(RouteGroupBuilder group, FailfastPageOptions options)
    {
        Group(group, options.SteerPolicy ?? options.ReadPolicy);
        group.AddEndpointFilter(SteeringRequests.Require);
        group.WithMetadata(JsonBody.Limit);
        group.ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        return group;
    }

    private static RouteGroupBuilder Group(RouteGroupBuilder group, string? policy)
    {
        group.AddEndpointFilter(ClusterErrors.Answer);
        ((IEndpointConventionBuilder)group).Finally(UnreadableParameters.Answer);
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
