using Failfast.Api.Resources;
using Failfast.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Failfast.Api;

/// <summary>An operator's commands.</summary>
internal static class CommandEndpoints
{
    public static void Map(RouteGroupBuilder breakers)
    {
        Map(breakers, "isolate", "Holds the breaker open until it is closed.", (breaker, reason) => breaker.Isolate(reason));
        Map(breakers, "close", "Closes the breaker and forgets its counts and breaks.", (breaker, _) => breaker.Close());
        Map(breakers, "disable", "Lets every call through, and counts nothing.", (breaker, _) => breaker.Disable());
        Map(breakers, "enable", "Ends disabling.", (breaker, _) => breaker.Enable());
    }

    private static void Map(RouteGroupBuilder breakers, string action, string summary, Func<IBreakerGrain, string?, Task<BreakerStatus>> command) =>
        breakers.MapPost($"/{BreakerPath.Parameter}/{action}", (HttpContext http, string name) => Run(http, name, action, command))
            .WithName($"{char.ToUpperInvariant(action[0])}{action[1..]}Breaker").WithSummary(summary)
            .Accepts<CommandResource>("application/json");

    private static async Task<JsonAnswer<OutcomeResource>> Run(
        HttpContext http, string name, string action, Func<IBreakerGrain, string?, Task<BreakerStatus>> command)
    {
        var breaker = BreakerPath.Breaker(http, name);
        var reason = (await JsonBody.Read(http.Request, ApiJson.Default.CommandResource)).Reason;
        var status = await Audit.Run(http, action, name, reason, () => command(breaker, reason), Audit.Done);
        return new(OutcomeResource.Of(status));
    }
}
