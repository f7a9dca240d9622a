using Microsoft.AspNetCore.Http;

namespace Failfast.Security;

/// <summary>The cookie of a signed-in page. It goes to the page's own addresses only, never along from another site, and no script sees it.</summary>
internal static class SessionCookie
{
    public const string Name = "failfast-session";

    private const string SessionPath = "/api/session";

    public static void Set(HttpContext http, string token, TimeSpan lifetime)
    {
        var options = Options(http);
        options.MaxAge = lifetime;
        http.Response.Cookies.Append(Name, token, options);
    }

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = PageOf(http.Request),
    };

    // These endpoints are at {page}/api/session.
    private static string PageOf(HttpRequest request)
    {
        var path = $"{request.PathBase}{request.Path}".TrimEnd('/');
        return path.EndsWith(SessionPath, StringComparison.OrdinalIgnoreCase) && path.Length > SessionPath.Length ? path[..^SessionPath.Length] : "/";
    }
}
