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
        Map(breakers, "isolate", "Holds the breaker open until it is closed, or for a time.", Isolate);
        Map(breakers, "close", "Closes the breaker and forgets its counts and breaks.", (breaker, _) => breaker.Close());
        Map(breakers, "disable", "Lets every call through, and counts nothing.", (breaker, _) => breaker.Disable());
        Map(breakers, "enable", "Ends disabling.", (breaker, _) => breaker.Enable());
        Map(breakers, "reset", "Undoes every command of operators: isolation, disabling and settings.", (breaker, _) => breaker.Reset());
    }

    /// <exception cref="ArgumentException">An action other than isolation can't have a time.</exception>
    public static async Task<CommandResource> Read(HttpContext http, string action)
    {
        var said = await JsonBody.Read(http.Request, ApiJson.Default.CommandResource);
        if (action != "isolate" && (said.For is not null || said.Until is not null))
            throw new ArgumentException($"'for' and 'until' belong to isolate, not to {action}.");
        if (said is { For: not null, Until: not null })
            throw new ArgumentException("Give 'for' or 'until', not both.");
        return said;
    }

    private static Task<BreakerStatus> Isolate(IBreakerGrain breaker, CommandResource command) => command switch
    {
        { For: { } seconds } => breaker.IsolateFor(Seconds.ToDuration(seconds, "for"), command.Reason),
        { Until: { } until } => breaker.Isolate(command.Reason, until),
        _ => breaker.Isolate(command.Reason),
    };

    private static void Map(RouteGroupBuilder breakers, string action, string summary, Func<IBreakerGrain, CommandResource, Task<BreakerStatus>> command) =>
        breakers.MapPost($"/{BreakerPath.Parameter}/{action}", (HttpContext http, string name) => Run(http, name, action, command))
            .WithName($"{char.ToUpperInvariant(action[0])}{action[1..]}Breaker").WithSummary(summary)
            .Accepts<CommandResource>("application/json");

    private static async Task<JsonAnswer<OutcomeResource>> Run(
        HttpContext http, string name, string action, Func<IBreakerGrain, CommandResource, Task<BreakerStatus>> command)
    {
        var breaker = BreakerPath.Breaker(http, name);
        var said = await Read(http, action);
        var status = await Audit.Run(http, action, name, said.Reason, () => command(breaker, said), Audit.Done);
        return new(OutcomeResource.Of(status));
    }
}
