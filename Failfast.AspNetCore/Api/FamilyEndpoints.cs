using Failfast.Api.Resources;
using Failfast.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Failfast.Api;

/// <summary>Commands on all breakers whose names begin alike, by a name that ends in <c>*</c>.</summary>
internal static class FamilyEndpoints
{
    private delegate Task<IReadOnlyList<FamilyMember>> Command(BreakerFamily family, CommandResource said, CancellationToken cancellationToken);

    public static void Map(RouteGroupBuilder families)
    {
        Map(families, "isolate", Isolate);
        Map(families, "close", (family, _, cancellation) => family.Close(cancellation));
        Map(families, "disable", (family, _, cancellation) => family.Disable(cancellation));
        Map(families, "enable", (family, _, cancellation) => family.Enable(cancellation));
        Map(families, "reset", (family, _, cancellation) => family.Reset(cancellation));
    }

    private static void Map(RouteGroupBuilder families, string action, Command command) =>
        families.MapPost($"/{{pattern}}/{action}", (HttpContext http, IGrainFactory grains, string pattern) => Run(http, grains, pattern, action, command))
            .WithName($"{char.ToUpperInvariant(action[0])}{action[1..]}Family")
            .WithSummary($"The command {action} on every breaker of a family (as in mail-*) that is known now.")
            .Accepts<CommandResource>("application/json");

    private static Task<IReadOnlyList<FamilyMember>> Isolate(BreakerFamily family, CommandResource said, CancellationToken cancellationToken) => said switch
    {
        { For: { } seconds } => family.IsolateFor(Seconds.ToDuration(seconds, "for"), said.Reason, cancellationToken),
        { Until: not null } => throw new ArgumentException("A family is isolated for a time, not until one: give 'for'."),
        _ => family.Isolate(said.Reason, cancellationToken),
    };

    private static async Task<JsonAnswer<FamilyResource>> Run(HttpContext http, IGrainFactory grains, string pattern, string action, Command command)
    {
        var family = grains.GetBreakerFamily(pattern);
        var said = await CommandEndpoints.Read(http, action);
        // It goes on when the caller goes away.
        var members = await Audit.Run(http, action, pattern, said.Reason, () => command(family, said, CancellationToken.None), Told);
        return new(FamilyResource.Of(members));
    }

    private static string Told(IReadOnlyList<FamilyMember> members) =>
        $"done on {members.Count(member => member.Error is null)} of {members.Count} breakers";
}
