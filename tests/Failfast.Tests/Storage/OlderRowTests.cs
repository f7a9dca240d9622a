using System.Text.Json;
using Failfast.Simulation;

namespace Failfast.Tests.Storage;

/// <summary>
/// A row as each version of the state wrote it, an open breaker with an operator's settings, still loads. Whoever adds a member to
/// the state adds a sample; none is ever changed.
/// </summary>
[Collection(SharedAzuriteTests.Name)]
public sealed class OlderRowTests(SharedAzurite azurite)
{
    private static readonly string s_samples = Path.Combine(Sources.Root, "tests", "Failfast.Tests", "Storage", "Samples");

    private readonly string _table = azurite.NewTable();

    public static TheoryData<string> Versions() => [.. Samples];

    private static IEnumerable<string> Samples => Directory.EnumerateFiles(s_samples, "breaker-*.json").Select(path => Path.GetFileName(path))
        .OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Row_of_every_version_loads(string file)
    {
        await using var cluster = await Start();
        await cluster.PutRow(azurite.Server, _table, "sample", await File.ReadAllTextAsync(Path.Combine(s_samples, file)));

        var status = await cluster.Client.GetBreaker("sample").GetStatus();

        // The sample's break of 80 s began at 2026-01-01 00:00:00 UTC, the third in a row.
        Assert.Null(status.StorageError);
        await Eventually.Is(async () => (await cluster.Client.GetBreaker("sample").GetStatus()).Durability == BreakerDurability.Durable);
        Assert.Equal(BreakerState.Open, status.Snapshot.State);
        Assert.Equal(80, status.Snapshot.RetryAfter!.Value.TotalSeconds, precision: 1);
        Assert.Equal(3, status.Snapshot.Breaks);
        Assert.Equal(5, status.Snapshot.Generation);
        Assert.Equal(20, status.Snapshot.Settings.BreakDuration.TotalSeconds);
        Assert.Equal(7, status.Snapshot.Settings.MinimumThroughput);
        Assert.Equal(1.5, status.Snapshot.Settings.SlowCallDuration!.Value.TotalSeconds);
    }

    // With SlowCallsAreFailures; without it, and a ProbeTimeout below the CallTimeout; without slow-call rule. Then the first versions.
    [Theory]
    [InlineData("earlier-settings-1.json", null, 10)]
    [InlineData("earlier-settings-2.json", .3, null)]
    [InlineData("earlier-settings-3.json", null, null)]
    [InlineData("breaker-1.json", .5, 10)]
    [InlineData("breaker-2.json", .5, 10)]
    public async Task Row_with_settings_of_the_earlier_form_is_translated(string file, double? slowCallRatio, int? probeTimeout)
    {
        await using var cluster = await Start();
        await cluster.PutRow(azurite.Server, _table, "sample", await File.ReadAllTextAsync(Path.Combine(s_samples, file)));

        var status = await cluster.Client.GetBreaker("sample").GetStatus();

        Assert.Null(status.StorageError);
        var settings = status.Snapshot.Settings;
        Assert.Equal((7, slowCallRatio), (settings.MinimumThroughput, settings.SlowCallRatio));
        Assert.Equal(probeTimeout, settings.ProbeTimeout?.TotalSeconds);
    }

    [Fact]
    public async Task Row_with_a_command_under_its_earlier_name_is_read_and_written_under_the_new_one()
    {
        await using var cluster = await Start();
        await cluster.PutRow(azurite.Server, _table, "sample", await File.ReadAllTextAsync(Path.Combine(s_samples, "earlier-command-1.json")));
        var breaker = cluster.Client.GetBreaker("sample");
        Assert.Equal((BreakerState.Isolated, "maintenance"), ((await breaker.GetStatus()).Snapshot.State, (await breaker.GetStatus()).Snapshot.Reason));

        await breaker.Close();
        await breaker.IsDurable(cluster);

        var row = JsonDocument.Parse(await cluster.GetRow(azurite.Server, _table, "sample")).RootElement;
        Assert.True(row.GetProperty("CommandRevision").GetInt64() > 1809639014400362);
        Assert.False(row.TryGetProperty("WordRevision", out _));
    }

    [Fact]
    public async Task Row_as_written_now_has_the_members_of_the_newest_sample()
    {
        await using var cluster = await Start();
        var breaker = cluster.Client.GetBreaker("now");
        await breaker.Configure(Settings);
        await breaker.Trip(cluster);
        await breaker.IsDurable(cluster);

        var sample = Members(await File.ReadAllTextAsync(Path.Combine(s_samples, Samples.Last())));
        Assert.Equal(sample, Members(await cluster.GetRow(azurite.Server, _table, "now")));
    }

    private static BreakerSettings Settings => new()
    {
        ConsecutiveFailures = 5, MinimumThroughput = 7, BreakDuration = TimeSpan.FromSeconds(20), MaxBreakDuration = TimeSpan.FromMinutes(5),
        BreakDurationJitter = 0, SlowCallDuration = TimeSpan.FromSeconds(1.5),
    };

    private static IEnumerable<string> Members(string json, string prefix = "") => Members(JsonDocument.Parse(json).RootElement, prefix);

    private static IEnumerable<string> Members(JsonElement element, string prefix) => element.EnumerateObject().SelectMany(
        member => member.Value.ValueKind == JsonValueKind.Object
            ? Members(member.Value, $"{prefix}{member.Name}.")
            : [prefix + member.Name]);

    private Task<BreakerCluster> Start() => BreakerCluster.Start(
        silos: 1,
        silo: silo => silo.AddTables(azurite.Server.ConnectionString, _table));
}
