using Failfast.Tests.Page;

namespace Failfast.Tests.Security;

[Collection(PageClusterTests.Name)]
public sealed class HeaderTests(PageCluster cluster)
{
    private readonly PageServer _server = cluster.Server;

    [Theory]
    [InlineData("", "no-cache")]
    [InlineData("page.js", "no-cache")]
    [InlineData("page.css", "no-cache")]
    [InlineData("api/breakers", "no-store")]
    [InlineData("api/breakers/a%20b", "no-store")]
    [InlineData("api/session", "no-store")]
    [InlineData("api/nothing", "no-store")]
    public async Task Every_answer_forbids_framing_guessing_and_foreign_code(string path, string cache)
    {
        using var response = await _server.Http.GetAsync(new Uri(_server.Address, path));

        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal(cache, Header("Cache-Control"));
        var policy = Header("Content-Security-Policy").Split("; ");
        foreach (var rule in new[] { "default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'" })
            Assert.Contains(rule, policy);
        Assert.DoesNotContain(policy, rule => rule.Contains("unsafe", StringComparison.Ordinal) || rule.Contains('*', StringComparison.Ordinal) || rule.Contains("http", StringComparison.Ordinal));

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
    }

    [Theory]
    [InlineData("/failfast/../failfast/nothing.js")]
    [InlineData("/failfast/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/failfast/..%2f..%2fappsettings.json")]
    [InlineData("/failfast/page.js%00.html")]
    [InlineData("/failfast//page.js")]
    [InlineData("/failfast/Failfast.AspNetCore.dll")]
    [InlineData("/failfast/assets/page.js")]
    public async Task Address_of_another_file_has_nothing(string path)
    {
        using var response = await _server.Http.GetAsync(
            new Uri(_server.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        Assert.True((int)response.StatusCode is 302 or 400 or 404, $"{response.StatusCode}");
        Assert.DoesNotContain("root:", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_is_at_a_folder_and_its_files_are_fetched_anew_only_when_they_have_changed()
    {
        using var bare = await _server.Http.GetAsync(new Uri(_server.Address, "/failfast?x=1"));
        Assert.Equal(("/failfast/?x=1", 302), (bare.Headers.Location!.OriginalString, (int)bare.StatusCode));

        using var first = await _server.Http.GetAsync(new Uri(_server.Address, "page.js"));
        Assert.Equal("text/javascript", first.Content.Headers.ContentType!.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Address, "page.js"));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(304, (int)(await _server.Http.SendAsync(again)).StatusCode);
    }
}
