using System.Text.Json;
using Failfast.Tests.Page;

namespace Failfast.Tests.Api;

[Collection(PageClusterTests.Name)]
public sealed class SettingsApiTests(PageCluster cluster)
{
    private readonly PageServer _server = cluster.Server;

    [Fact]
    public async Task Put_changes_what_it_names_and_leaves_the_rest_as_configured()
    {
        var etag = await ETag("configured-put");

        var (status, outcome) = await Put("configured-put", new { consecutiveFailures = 3, maxConcurrentCalls = 4, slowCallDuration = (double?)null }, etag);

        Assert.Equal(200, status);
        var settings = (await cluster.Grains.GetBreaker("configured-put").GetStatus()).Snapshot.Settings;
        Assert.Equal((3, 4, null), (settings.ConsecutiveFailures, settings.MaxConcurrentCalls, settings.SlowCallDuration));
        Assert.Equal(TimeSpan.FromSeconds(7), settings.BreakDuration);
        var told = outcome.GetProperty("settings");
        Assert.True(told.GetProperty("isOverridden").GetBoolean());
        Assert.Equal(2, told.GetProperty("configured").GetProperty("slowCallDuration").GetDouble());
        Assert.Equal(
            [("breakDuration", "Configuration"), ("consecutiveFailures", "Operator"), ("maxConcurrentCalls", "Operator"), ("slowCallDuration", "Operator")],
            told.GetProperty("sources").EnumerateObject().Select(source => (source.Name, source.Value.GetString()!)).Order());
    }

    [Fact]
    public async Task Delete_goes_back_to_configuration()
    {
        await Put("configured-delete", new { breakDuration = 9.5 }, await ETag("configured-delete"));
        Assert.Equal(9.5, (await Values("configured-delete")).GetProperty("breakDuration").GetDouble());

        var (status, _) = await _server.Send(HttpMethod.Delete, "configured-delete/settings", ifMatch: await ETag("configured-delete"));

        Assert.Equal(200, status);
        Assert.Equal(7, (await Values("configured-delete")).GetProperty("breakDuration").GetDouble());
    }

    [Fact]
    public async Task Change_without_If_Match_is_refused_and_changes_nothing()
    {
        Assert.Equal(428, (await Put("configured-none", new { breakDuration = 9 }, null)).Status);
        Assert.Equal(428, (await _server.Send(HttpMethod.Delete, "configured-none/settings")).Status);
        Assert.Equal(7, (await Values("configured-none")).GetProperty("breakDuration").GetDouble());
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("W/{0}")]
    [InlineData("nonsense")]
    public async Task Change_of_what_was_not_read_is_refused_and_changes_nothing(string ifMatch)
    {
        var etag = await ETag("configured-stale");
        var sent = ifMatch.Replace("{0}", etag, StringComparison.Ordinal);

        Assert.Equal(412, (await Put("configured-stale", new { breakDuration = 9 }, sent)).Status);
        Assert.Equal(412, (await _server.Send(HttpMethod.Delete, "configured-stale/settings", ifMatch: sent)).Status);
        Assert.Equal(etag, await ETag("configured-stale"));
    }

    [Fact]
    public async Task Of_two_changes_of_what_both_have_read_one_is_told()
    {
        for (var round = 1; round <= 10; round++)
        {
            var etag = await ETag("configured-race");

            var answers = await Task.WhenAll(
                Put("configured-race", new { breakDuration = round, maxBreakDuration = 900 }, etag),
                Put("configured-race", new { breakDuration = round, maxBreakDuration = 800 }, etag));

            Assert.Equal([200, 412], answers.Select(answer => answer.Status).Order());
        }
    }

    [Theory]
    [InlineData("""{"breakDurations":5}""", "'breakDurations' is not a setting; known are consecutiveFailures, failureRatio")]
    [InlineData("""{"breakDuration":"00:00:05"}""", "The value of breakDuration is of the wrong kind: durations are numbers of seconds.")]
    [InlineData("""{"breakDuration":null}""", "The value of breakDuration is of the wrong kind")]
    [InlineData("""{"breakDuration":-1}""", "BreakDuration is -00:00:01: it must be from")]
    [InlineData("""{"breakDuration":1e300}""", "no number of seconds")]
    [InlineData("""{"halfOpenPermits":0,"minimumHosts":0}""", "MinimumHosts is 0")]
    public async Task Put_of_settings_that_make_no_sense_says_what_is_wrong(string body, string detail)
    {
        var (status, problem) = await Put("configured-bad", JsonSerializer.Deserialize<JsonElement>(body), await ETag("configured-bad"));

        Assert.Equal(400, status);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private Task<(int Status, JsonElement Body)> Put(string name, object body, string? etag) =>
        _server.Send(HttpMethod.Put, $"{name}/settings", body, etag);

    private async Task<JsonElement> Values(string name) => (await _server.Get($"{name}/settings")).Body.GetProperty("values");

    private async Task<string> ETag(string name)
    {
        using var response = await _server.Http.GetAsync($"{name}/settings");
        var etag = response.Headers.ETag!.Tag;
        Assert.Equal(etag, (await PageServer.Read(response)).GetProperty("etag").GetString());
        return etag;
    }
}
