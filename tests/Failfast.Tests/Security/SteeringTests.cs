using System.Net.Http.Headers;
using System.Text;
using Failfast.Tests.Page;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Security;

/// <summary>Ways to make an operator's browser steer without its operator.</summary>
[Collection(PageClusterTests.Name)]
public sealed class SteeringTests(PageCluster cluster)
{
    [Theory]
    [InlineData("application/json", null, 403)]
    [InlineData("application/json", "0", 403)]
    [InlineData("application/json", "", 403)]
    [InlineData("application/json", "1, 1", 403)]
    // What a form can send.
    [InlineData("application/x-www-form-urlencoded", null, 415)]
    [InlineData("multipart/form-data; boundary=x", null, 415)]
    [InlineData("text/plain", null, 415)]
    [InlineData(null, null, 415)]
    // With the header, but no JSON.
    [InlineData("text/plain", "1", 415)]
    [InlineData("application/x-www-form-urlencoded", "1", 415)]
    [InlineData("text/plain; x=\"application/json\"", "1", 415)]
    public async Task Request_that_a_form_could_send_is_refused(string? contentType, string? header, int status)
    {
        using var client = new HttpClient { BaseAddress = cluster.Server.Http.BaseAddress };
        foreach (var (method, path) in new[] { ("POST", "isolate"), ("POST", "disable"), ("PUT", "settings") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"steered/{path}");
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
            if (contentType is not null)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            if (header is not null)
                request.Headers.TryAddWithoutValidation("X-Failfast", header);
            request.Headers.TryAddWithoutValidation("If-Match", "*");

            using var response = await client.SendAsync(request);

            Assert.Equal(status, (int)response.StatusCode);
            await PageServer.Read(response);
        }

        var after = await cluster.Grains.GetBreaker("steered").GetStatus();
        Assert.Equal((BreakerState.Closed, false), (after.Snapshot.State, after.SettingsAreOverridden));
    }

    [Fact]
    public async Task Delete_without_the_header_is_refused()
    {
        using var client = new HttpClient { BaseAddress = cluster.Server.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Delete, "steered-delete/settings");
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var response = await client.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
    }

    // The app grants everything to everybody: a script of another site could send the header and JSON.
    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://127.0.0.1:1", 403)]
    [InlineData("Origin", "{self}", 200)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task Another_site_neither_reads_nor_steers_whatever_the_app_grants_elsewhere(string header, string value, int status)
    {
        await using var server = await PageServer.Start(
            cluster.Grains,
            configure: app => app.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod())),
            use: app => app.UseCors());
        server.Http.DefaultRequestHeaders.TryAddWithoutValidation(
            header, value.Replace("{self}", server.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        Assert.Equal(status, (await server.Get("")).Status);
        Assert.Equal(status, (await server.Post("steered-cors/close")).Status);
        // A link from elsewhere leads to the page.
        Assert.True((await server.Http.GetAsync(server.Address)).IsSuccessStatusCode);
    }
}
