using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>Every source file that <c>docs/protocol.md</c> names is in the repository, so that its names stay true.</summary>
public sealed partial class ProtocolDocTests
{
    private static readonly string[] s_sources = [.. Sources.Under("").Select(file => $"/{file}")];

    public static TheoryData<string> Files =>
    [
        .. SourceFile().Matches(File.ReadAllText(Path.Combine(Sources.Root, "docs", "protocol.md")))
            .Select(match => match.Value).Distinct().Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void SourceFile_named_by_the_page_exists(string file) =>
        Assert.Contains(s_sources, source => source.EndsWith($"/{file}", StringComparison.Ordinal));

    [GeneratedRegex(@"\w[\w./]*\.cs\b")]
    private static partial Regex SourceFile();
}
