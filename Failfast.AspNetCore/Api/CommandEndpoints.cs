using Failfast.Api.Resources;
using Failfast.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Failfast.Api;

/// <summary>An operator's commands on one breaker.</summary>
internal static class CommandEndpoints
{
    public static void Map(RouteGroupBuilder breakers)
    {
        foreach (var command in Commands.All)
            breakers.MapPost($"/{BreakerPath.Parameter}/{command.Action}", (HttpContext http, string name) => Run(http, name, command))
                .WithName(command.NameFor("Breaker")).WithSummary(command.Summary).Accepts<CommandResource>("application/json");
    }

    private static async Task<JsonAnswer<OutcomeResource>> Run(HttpContext http, string name, Commands.Command command)
    {
        var breaker = BreakerPath.Breaker(http, name);
        var said = await command.Read(http);
        var status = await Audit.Run(http, command.Action, name, said.Reason, () => command.Give(breaker, said), Audit.Done);
        return new(OutcomeResource.Of(status));
    }
}
