using System.ComponentModel;
using Failfast.Api.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Failfast.Api;

/// <summary>The list, one breaker, and its settings.</summary>
internal static class ReadEndpoints
{
    public static void Map(RouteGroupBuilder breakers)
    {
        breakers.MapGet("", List).WithName("ListBreakers").WithSummary("Lists breakers, the worst first, with counts by state.");
        breakers.MapGet($"/{BreakerPath.Parameter}", Get).WithName("GetBreaker")
            .WithSummary("Everything about one breaker. Every legal name is a breaker's: one that nobody has used is closed.");
        breakers.MapGet($"/{BreakerPath.Parameter}/settings", GetSettings).WithName("GetBreakerSettings")
            .WithSummary("The settings of a breaker, with an ETag for changing them.");
    }

    private static async Task<JsonAnswer<BreakerListResource>> List(
        HttpContext http, IGrainFactory grains,
        [Description("Only names that begin like this; case is ignored.")] string? prefix,
        [Description("Only these states; may be given several times.")] string[]? state,
        [Description("Only breakers that need attention.")] bool? attention,
        [Description("1 to 500; 50 if not given.")] int? pageSize,
        [Description("What the page before gave.")] string? continuation)
    {
        var query = new BreakerQuery
        {
            Prefix = prefix,
            States = [.. (state ?? []).Select(State)],
            NeedsAttention = attention ?? false,
            Continuation = continuation,
        };
        var page = await grains.GetBreakerDirectory().List(pageSize is { } size ? query with { PageSize = size } : query, http.RequestAborted);
        return new(BreakerListResource.Of(page));
    }

    private static async Task<JsonAnswer<BreakerResource>> Get(HttpContext http, string name)
    {
        var details = await BreakerPath.Breaker(http, name).GetDetails().WaitAsync(Patience.Reading, http.RequestAborted);
        return new(BreakerResource.Of(details));
    }

    private static async Task<JsonAnswer<SettingsResource>> GetSettings(HttpContext http, string name)
    {
        var settings = SettingsResource.Of(await BreakerPath.Breaker(http, name).GetStatus().WaitAsync(Patience.Reading, http.RequestAborted));
        http.Response.Headers.ETag = settings.ETag;
        return new(settings);
    }

    private static BreakerState State(string text) =>
        Enum.TryParse<BreakerState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) && !char.IsAsciiDigit(text[0])
            ? state
            : throw new ArgumentException(
                $"'{Printable.Of(text)}' is not a state; known are {string.Join(", ", Enum.GetNames<BreakerState>())}.");
}
