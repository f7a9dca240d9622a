using System.Text.Json;
using Failfast.Tests.Page;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Api;

[Collection(PageClusterTests.Name)]
public sealed class OpenApiTests(PageCluster cluster) : IAsyncLifetime
{
    // Not called by its name: calls by name are replaced by generated ones, which trip over the comments of two classes Program that are referenced here.
    private static readonly Func<IServiceCollection, IServiceCollection> s_addOpenApi = OpenApiServiceCollectionExtensions.AddOpenApi;

    private JsonElement _document;

    public async Task InitializeAsync()
    {
        await using var server = await PageServer.Start(
            cluster.Grains, page => page.UseApiKeys(), use: app => app.MapOpenApi(), configure: app =>
            {
                app.Services.AddFailfastApiKeys(keys => keys.SteerKey = "0123456789abcdef");
                s_addOpenApi(app.Services);
            });
        using var response = await server.Http.GetAsync(new Uri(server.Address, "/openapi/v1.json"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        _document = JsonSerializer.Deserialize<JsonElement>(text);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Document_has_every_operation_and_no_other() => Assert.Equal(
        [
            "delete /failfast/api/breakers/{name}/settings", "delete /failfast/api/session", "get /failfast/api/breakers",
            "get /failfast/api/breakers/stream", "get /failfast/api/breakers/{name}", "get /failfast/api/breakers/{name}/settings",
            "get /failfast/api/breakers/{name}/stream", "get /failfast/api/session", "post /failfast/api/breakers/{name}/close",
            "post /failfast/api/breakers/{name}/disable", "post /failfast/api/breakers/{name}/enable", "post /failfast/api/breakers/{name}/isolate",
            "post /failfast/api/breakers/{name}/reset", "post /failfast/api/families/{pattern}/close",
            "post /failfast/api/families/{pattern}/disable", "post /failfast/api/families/{pattern}/enable",
            "post /failfast/api/families/{pattern}/isolate", "post /failfast/api/families/{pattern}/reset",
            "post /failfast/api/session", "put /failfast/api/breakers/{name}/settings",
        ],
        Operations().Select(operation => operation.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_operation_has_a_summary_and_every_error_is_a_problem() => Assert.All(Operations(), operation =>
    {
        Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
        foreach (var response in operation.Value.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] is '4' or '5'))
            Assert.Equal("application/problem+json", Assert.Single(response.Value.GetProperty("content").EnumerateObject()).Name);
        if (operation.Key.Contains("/breakers", StringComparison.Ordinal))
            foreach (var status in new[] { "200", "400", "401", "403", "503" })
                Assert.True(operation.Value.GetProperty("responses").TryGetProperty(status, out _), $"{operation.Key} {status}");
    });

    [Fact]
    public void Steering_takes_a_body_and_settings_an_If_Match()
    {
        var operations = Operations().ToDictionary();
        Assert.True(operations["post /failfast/api/breakers/{name}/isolate"].GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        var put = operations["put /failfast/api/breakers/{name}/settings"];
        Assert.Contains(put.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == "If-Match");
        Assert.True(put.GetProperty("responses").TryGetProperty("412", out _) && put.GetProperty("responses").TryGetProperty("428", out _));
    }

    [Fact]
    public void Schemas_say_what_is_sent()
    {
        var summary = Schema("BreakerSummaryResource");
        Assert.Contains("\"HalfOpen\"", summary.GetProperty("state").ToString() + Enum("BreakerState"), StringComparison.Ordinal);
        Assert.Contains("number", summary.GetProperty("retryAfter").GetProperty("type").ToString(), StringComparison.Ordinal);
        Assert.Contains("Seconds", summary.GetProperty("retryAfter").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains("breakDuration", Schema("SettingValues").ToString(), StringComparison.Ordinal);
    }

    private string Enum(string name) =>
        _document.GetProperty("components").GetProperty("schemas").TryGetProperty(name, out var schema) ? schema.ToString() : "";

    private JsonElement Schema(string name) => _document.GetProperty("components").GetProperty("schemas").GetProperty(name).GetProperty("properties");

    private IEnumerable<KeyValuePair<string, JsonElement>> Operations() => _document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => KeyValuePair.Create($"{operation.Name} {path.Name}", operation.Value)));
}
