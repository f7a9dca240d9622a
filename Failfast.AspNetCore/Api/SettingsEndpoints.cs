using Failfast.Api.Resources;
using Failfast.Contract;
using Failfast.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Api;

/// <summary>
/// Changes of settings. The ETag is compared here, and what was compared is compared once more by the breaker's grain in the turn that
/// makes the change: of two operators who have read the same settings one is told that they have changed.
/// </summary>
internal static class SettingsEndpoints
{
    public static void Map(RouteGroupBuilder breakers)
    {
        Describe(breakers.MapPut($"/{BreakerPath.Parameter}/settings", Put)).WithName("ConfigureBreaker")
            .WithSummary("Gives the breaker settings of an operator; those that are left out are as configured.")
            .Accepts<SettingValues>("application/json");
        Describe(breakers.MapDelete($"/{BreakerPath.Parameter}/settings", Delete)).WithName("UnconfigureBreaker")
            .WithSummary("Goes back to the configured settings.");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);

    private static async Task<Results<JsonAnswer<OutcomeResource>, ProblemHttpResult>> Put(
        HttpContext http, string name, [FromHeader(Name = "If-Match")] string? ifMatch)
    {
        BreakerPath.Name(name);
        var changes = await JsonBody.Read(http.Request, ApiJson.Default.JsonObject);
        return await Change(http, name, "configure", ifMatch, before =>
            SettingJson.Change(before.ConfiguredSettings ?? before.Snapshot.Settings, changes));
    }

    private static Task<Results<JsonAnswer<OutcomeResource>, ProblemHttpResult>> Delete(
        HttpContext http, string name, [FromHeader(Name = "If-Match")] string? ifMatch) =>
        Change(http, name, "unconfigure", ifMatch, _ => null);

    private static async Task<Results<JsonAnswer<OutcomeResource>, ProblemHttpResult>> Change(
        HttpContext http, string name, string action, string? ifMatch, Func<BreakerStatus, BreakerSettings?> change)
    {
        var breaker = BreakerPath.Breaker(http, name);
        if (string.IsNullOrWhiteSpace(ifMatch))
            return Problems.VersionMissing();
        var before = await breaker.GetStatus().WaitAsync(Patience.Reading, http.RequestAborted);
        var settings = change(before);
        var said = settings is null ? null : SettingJson.Of(SettingValues.Of(settings)).ToJsonString();
        var hub = http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IBreakerHub>(BreakerGrainId.Of(before.Snapshot.Name));
        var after = await Audit.Run(
            http, action, name, said,
            async () => SettingsVersion.IsMet(ifMatch, SettingsVersion.Of(before))
                ? await hub.ConfigureIf(settings, before.Snapshot.Settings, before.SettingsAreOverridden)
                : null,
            status => status is null ? "refused, the settings have changed" : Audit.Done(status));
        if (after is null)
            return Problems.SettingsChanged();
        var outcome = OutcomeResource.Of(after);
        http.Response.Headers.ETag = outcome.Settings.ETag;
        return new JsonAnswer<OutcomeResource>(outcome);
    }
}
