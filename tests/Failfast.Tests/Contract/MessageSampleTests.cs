using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Failfast.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Failfast.Tests.Contract;

/// <summary>
/// The bytes of each message, as each release wrote them, go on being read: <c>X.base64</c> is the message, <c>X.json</c> what it says.
/// No sample is ever changed; only the name of a member in the second, if it is renamed in code.
/// </summary>
public sealed class MessageSampleTests
{
    private static readonly string s_samples = Path.Combine(Sources.Root, "tests", "Failfast.Tests", "Contract", "Samples");
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly Serializer _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string> Samples() =>
        [.. Directory.EnumerateFiles(s_samples, "*.base64", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(s_samples, file))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Message_of_every_release_is_read(string sample)
    {
        var path = Path.Combine(s_samples, sample);
        var said = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json")))!;

        var message = _serializer.Deserialize<object>(Convert.FromBase64String(File.ReadAllText(path)))!;

        Assert.Equal(Path.GetFileNameWithoutExtension(sample), message.GetType().Name);
        Contains(said, JsonSerializer.SerializeToNode(message, message.GetType(), s_json), sample);
    }

    // With FAILFAST_WRITE_SAMPLES=1 the last release's samples are written, in the commit that sets it.
    [Fact]
    public void Samples_of_every_release_are_checked_in()
    {
        using var releases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Sources.Root, "releases.json")));
        var versions = releases.RootElement.GetProperty("releases").EnumerateArray().Select(release => release.GetProperty("version").GetString()!).ToList();
        if (Environment.GetEnvironmentVariable("FAILFAST_WRITE_SAMPLES") == "1")
            Write(Path.Combine(s_samples, versions[^1]));

        Assert.All(versions, version => Assert.Equal(
            MessageSamples.All.Select(message => message.GetType().Name).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(s_samples, version), "*.base64").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Message_of_this_version_is_read()
    {
        foreach (var message in MessageSamples.All.Where(message => message is not Exception))
            Assert.Equivalent(message, _serializer.Deserialize<object>(_serializer.SerializeToArray(message)), strict: true);
    }

    private void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var message in MessageSamples.All)
        {
            var path = Path.Combine(folder, message.GetType().Name);
            File.WriteAllText($"{path}.base64", $"{Convert.ToBase64String(_serializer.SerializeToArray(message))}\n");
            File.WriteAllText($"{path}.json", $"{JsonSerializer.Serialize(message, message.GetType(), s_json)}\n");
        }
    }

    /// <summary>All that was said then is understood now; what has come since may be added.</summary>
    private static void Contains(JsonNode? said, JsonNode? understood, string where)
    {
        if (said is JsonObject members)
            foreach (var (name, value) in members)
                Contains(value, Assert.IsType<JsonObject>(understood)[name], $"{where} {name}");
        else if (said is JsonArray entries)
            foreach (var (i, entry) in entries.Index())
                Contains(entry, Assert.IsType<JsonArray>(understood)[i], $"{where} {i}");
        else
            Assert.True(JsonNode.DeepEquals(said, understood), $"{where}: {said} is read as {understood}");
    }
}
