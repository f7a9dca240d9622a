using Failfast.Simulation;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Failfast.Tests.Integration.Compose;

/// <summary>The compose file at the top of the repository, merged and parsed.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<object, object> _services;

    public ComposeFile()
    {
        using var reader = new StreamReader(Path.Combine(Sources.Root, "docker-compose.yml"));
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(reader)));
        _services = (Dictionary<object, object>)file["services"];
    }

    public IEnumerable<string> Services => _services.Keys.Cast<string>();

    public IEnumerable<string> Silos => Services.Where(name => name.StartsWith("silo-", StringComparison.Ordinal));

    public object? this[string service, params string[] path]
    {
        get
        {
            object? at = _services[service];
            foreach (var key in path)
                at = at is Dictionary<object, object> map ? map.GetValueOrDefault(key) : null;
            return at;
        }
    }

    public IReadOnlyList<string> List(string service, params string[] path) => this[service, path] is List<object> list ? [.. list.Cast<string>()] : [];

    public Dictionary<string, string> Environment(string service) =>
        ((Dictionary<object, object>)this[service, "environment"]!).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value);
}
