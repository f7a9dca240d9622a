using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Failfast.Page;

/// <summary>Serves the page: files of the assembly, each at an address of its own, so that no address can name another file.</summary>
internal static class PageEndpoints
{
    private const string Index = "index.html";

    public static void Map(RouteGroupBuilder all, FailfastPageOptions options)
    {
        var page = all.MapGroup("").ExcludeFromDescription();
        if (options.SignInWithApiKey)
            page.AllowAnonymous();
        else if (options.ReadPolicy is { } policy)
            page.RequireAuthorization(policy);
        var files = PageFiles.Load();
        page.MapGet("/", (HttpContext http) => EndsInSlash(http.Request) ? Serve(http, files[Index]) : (IResult)ToFolder(http.Request));
        foreach (var file in files.Values.Where(file => file.Name != Index))
            page.MapGet($"/{file.Name}", (HttpContext http) => Serve(http, file));
    }

    // The page names its files relative to its own address, so that it can be anywhere.
    private static bool EndsInSlash(HttpRequest request) => $"{request.PathBase}{request.Path}".EndsWith('/');

    private static RedirectHttpResult ToFolder(HttpRequest request) =>
        TypedResults.LocalRedirect($"~{request.Path}/{request.QueryString}");

    private static FileContentHttpResult Serve(HttpContext http, PageFile file)
    {
        // Asked for each time, and sent when it has changed: a new version is seen at once.
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: new EntityTagHeaderValue(file.ETag));
    }
}
