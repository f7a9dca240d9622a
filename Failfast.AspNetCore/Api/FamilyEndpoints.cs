using Failfast.Api.Resources;
using Failfast.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Failfast.Api;

/// <summary>An operator's commands on all breakers whose names begin alike, by a name that ends in <c>*</c>.</summary>
internal static class FamilyEndpoints
{
    public static void Map(RouteGroupBuilder families)
    {
        foreach (var command in Commands.All)
            families.MapPost($"/{{pattern}}/{command.Action}", (HttpContext http, IGrainFactory grains, string pattern) => Run(http, grains, pattern, command))
                .WithName(command.NameFor("Family"))
                .WithSummary($"The command {command.Action} on every breaker of a family (as in mail-*) that is known now.")
                .Accepts<CommandResource>("application/json");
    }

    private static async Task<JsonAnswer<FamilyResource>> Run(HttpContext http, IGrainFactory grains, string pattern, Commands.Command command)
    {
        var family = grains.GetBreakerFamily(pattern);
        var said = await command.Read(http);
        var members = await Audit.Run(http, command.Action, pattern, said.Reason, () => Give(family, said, command), Told);
        return new(FamilyResource.Of(members));
    }

    // Without the request's token: it goes on when the caller goes away.
    private static Task<IReadOnlyList<FamilyMember>> Give(BreakerFamily family, CommandResource said, Commands.Command command) => said.Until is null
        ? family.Run(breaker => command.Give(breaker, said))
        : throw new ArgumentException("A family is isolated for a time, not until one: give 'for'.");

    private static string Told(IReadOnlyList<FamilyMember> members) =>
        $"done on {members.Count(member => member.Error is null)} of {members.Count} breakers";
}
