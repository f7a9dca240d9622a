using System.Text;
using Failfast.Tests.Page;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Security;

/// <summary>The cookie of a signed-in page.</summary>
[Collection(PageClusterTests.Name)]
public sealed class SessionTests(PageCluster cluster) : IAsyncLifetime
{
    private const string ReadKey = "read-0123456789abcdef";
    private const string SteerKey = "steer-0123456789abcdef";

    private PageServer _server = null!;

    public async Task InitializeAsync() => _server = await Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Cookie_is_for_the_page_alone_and_no_script_sees_it()
    {
        var cookie = await SignIn(_server, SteerKey);

        Assert.Equal(
            ["httponly", "max-age=43200", "path=/failfast", "samesite=strict"],
            cookie.Split("; ").Skip(1).Where(part => !part.StartsWith("expires", StringComparison.Ordinal)).Order());
        foreach (var form in new[] { SteerKey, Convert.ToBase64String(Encoding.UTF8.GetBytes(SteerKey)), Convert.ToHexString(Encoding.UTF8.GetBytes(SteerKey)) })
            Assert.DoesNotContain(form, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(cookie, await SignIn(_server, SteerKey));
    }

    [Fact]
    public async Task Cookie_over_TLS_is_never_sent_without()
    {
        using var certificate = TestCertificate.Make();
        await using var server = await Start("https://127.0.0.1:0", app => app.WebHost.ConfigureKestrel(
            kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate)));

        Assert.Contains("secure", (await SignIn(server, SteerKey)).Split("; "));
    }

    [Theory]
    [InlineData(ReadKey, 403)]
    [InlineData(SteerKey, 200)]
    public async Task Cookie_may_what_its_key_may_and_so_it_does_at_another_silo(string key, int steer)
    {
        var cookie = (await SignIn(_server, key)).Split("; ")[0];
        await using var other = await Start();

        foreach (var server in new[] { _server, other })
        {
            server.Http.DefaultRequestHeaders.Add("Cookie", cookie);
            Assert.Equal(200, (await server.Get("")).Status);
            Assert.Equal(steer, (await server.Post("session/close")).Status);
            // A wrong key is not made good by it.
            server.UseKey("wrong-0123456789abcdef");
            Assert.Equal(401, (await server.Get("")).Status);
        }
    }

    [Fact]
    public async Task Cookie_without_the_header_steers_nothing()
    {
        _server.Http.DefaultRequestHeaders.Add("Cookie", (await SignIn(_server, SteerKey)).Split("; ")[0]);
        _server.Http.DefaultRequestHeaders.Remove("X-Failfast");

        Assert.Equal(403, (await _server.Post("session-header/isolate")).Status);
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("session-header").GetStatus()).Snapshot.State);
    }

    [Fact]
    public async Task Cookie_that_was_changed_is_refused()
    {
        var cookie = (await SignIn(_server, ReadKey)).Split("; ")[0];

        foreach (var at in new[] { "failfast-session=".Length, cookie.Length / 2, cookie.Length - 2 })
        {
            var changed = new StringBuilder(cookie) { [at] = cookie[at] == 'A' ? 'B' : 'A' }.ToString();
            _server.Http.DefaultRequestHeaders.Remove("Cookie");
            _server.Http.DefaultRequestHeaders.Add("Cookie", changed);
            Assert.Equal(401, (await _server.Get("")).Status);
        }
    }

    [Fact]
    public async Task Sign_in_as_a_form_would_or_with_no_key_is_refused()
    {
        Assert.Equal(401, (await _server.Post("../session", new { key = "wrong" })).Status);
        Assert.Equal(401, (await _server.Post("../session", new { key = "" })).Status);
        Assert.Equal(401, (await _server.Post("../session")).Status);
        using var form = new FormUrlEncodedContent([new("key", SteerKey)]);
        using var response = await _server.Http.PostAsync("../session", form);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        _server.Http.DefaultRequestHeaders.Remove("X-Failfast");
        Assert.Equal(403, (await _server.Post("../session", new { key = SteerKey })).Status);
    }

    [Fact]
    public async Task Page_and_cookie_stay_behind_a_path_base()
    {
        await using var server = await Start(use: app => app.UsePathBase("/shop").UseRouting());
        using var page = await server.Http.GetAsync(new Uri(server.Address, "/shop/failfast"));
        using var signIn = await server.Http.PostAsync(
            new Uri(server.Address, "/shop/failfast/api/session"), System.Net.Http.Json.JsonContent.Create(new { key = SteerKey }));

        Assert.Equal("/shop/failfast/", page.Headers.Location!.OriginalString);
        Assert.Contains("path=/shop/failfast", Assert.Single(signIn.Headers.GetValues("Set-Cookie")).Split("; "));
    }

    [Fact]
    public async Task Sign_out_removes_the_cookie()
    {
        using var response = await _server.Http.DeleteAsync("../session");

        Assert.Contains("failfast-session=; expires=Thu, 01 Jan 1970", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    private Task<PageServer> Start(
        string? url = null, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? use = null) => PageServer.Start(
        cluster.Grains, page => page.UseApiKeys(), url: url, use: use, configure: app =>
        {
            app.Services.AddFailfastApiKeys(keys => (keys.ReadKey, keys.SteerKey) = (ReadKey, SteerKey));
            configure?.Invoke(app);
        });

    private static async Task<string> SignIn(PageServer server, string key)
    {
        using var response = await server.Http.PostAsync("../session", System.Net.Http.Json.JsonContent.Create(new { key }));
        Assert.Equal(204, (int)response.StatusCode);
        return Assert.Single(response.Headers.GetValues("Set-Cookie"));
    }
}
