using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Security;

/// <summary>Whether a policy would let the caller through, for a page that shows no buttons which would be refused.</summary>
internal static class Permissions
{
    public static async Task<(ClaimsPrincipal Caller, bool May)> Check(HttpContext http, string? policyName)
    {
        if (policyName is null)
            return (http.User, true);
        var policy = await http.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(policyName)
            ?? throw new InvalidOperationException($"The authorization policy '{policyName}' is not registered.");
        var evaluator = http.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authentication = await evaluator.AuthenticateAsync(policy, http);
        var authorization = await evaluator.AuthorizeAsync(policy, authentication, http, resource: http);
        return (authentication.Principal ?? http.User, authorization.Succeeded);
    }
}
