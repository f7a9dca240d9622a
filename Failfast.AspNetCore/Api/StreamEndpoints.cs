using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Api;

/// <summary>Changes as server-sent events.</summary>
internal static class StreamEndpoints
{
    public static void Map(RouteGroupBuilder breakers)
    {
        breakers.MapGet("/stream", List).WithName("StreamBreakers").WithSummary(
            "Tells of changes: 'reset' (list again), 'changed', 'gone', and 'ping' when nothing has happened for a while.");
        breakers.MapGet($"/{BreakerPath.Parameter}/stream", One).WithName("StreamBreaker").WithSummary(
            "One breaker again and again, twice a second: 'breaker', or 'unreachable' while its grain does not answer.");
    }

    private static ServerSentEventsResult<string> List(
        HttpContext http, IGrainFactory grains, [Description("Only names that begin like this; case is ignored.")] string? prefix)
    {
        var end = Ending(http);
        return TypedResults.ServerSentEvents(ChangeEvents.Of(grains.GetBreakerDirectory().Watch(prefix, end), Time(http), end));
    }

    private static async Task<ServerSentEventsResult<string>> One(HttpContext http, string name)
    {
        var breaker = BreakerPath.Breaker(http, name);
        // What can't be reached is no stream at all.
        var first = await breaker.GetDetails().WaitAsync(Patience.Reading, http.RequestAborted);
        return TypedResults.ServerSentEvents(BreakerEvents.Of(breaker, first, Time(http), Ending(http)));
    }

    // A server that stops would wait for its streams.
    private static CancellationToken Ending(HttpContext http)
    {
        var stopping = http.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
        var source = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        http.Response.RegisterForDispose(source);
        return source.Token;
    }

    private static TimeProvider Time(HttpContext http) => http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
}
