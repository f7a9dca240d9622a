using System.Security.Claims;
using System.Text.Encodings.Web;
using Failfast.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Failfast.Security;

/// <summary>Takes a key from <c>Authorization: Bearer</c>, else a session from the page's cookie.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeySessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The claim whose value is the <see cref="ApiKeyRole"/>.</summary>
    public const string Claim = "failfast";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        SecurityHeaders.Add(Response.Headers);
        return Problems.Unauthorized("Send a key in 'Authorization: Bearer', or sign in on the page.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        SecurityHeaders.Add(Response.Headers);
        return Problems.Forbidden("This key is for reading only.").ExecuteAsync(Context);
    }

    private AuthenticateResult Authenticate()
    {
        // A key that is sent and wrong is not made good by a cookie.
        if (Request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return sessions.RoleOfKey(header[Bearer.Length..].Trim()) is { } role ? Success(role) : AuthenticateResult.Fail("The key is wrong.");
        if (Request.Cookies[SessionCookie.Name] is { } token)
            return sessions.RoleOfToken(token) is { } role ? Success(role) : AuthenticateResult.Fail("The session is over.");
        return AuthenticateResult.NoResult();
    }

    private AuthenticateResult Success(ApiKeyRole role)
    {
        var name = role == ApiKeyRole.Steer ? "steer key" : "read key";
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, name), new(Claim, role.ToString())], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
