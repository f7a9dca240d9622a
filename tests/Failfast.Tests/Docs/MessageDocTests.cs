using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>
/// The messages that <c>docs/troubleshooting.md</c> quotes are those of the code: each part between two <c>...</c> stands in one message of the
/// product.
/// </summary>
public sealed partial class MessageDocTests
{
    private static readonly string[] s_sources =
    [
        .. Sources.Under("").Where(file => file.StartsWith("Failfast.", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => Joined().Replace(File.ReadAllText(Path.Combine(Sources.Root, file)), "")),
    ];

    public static TheoryData<string> Messages =>
        [.. Quoted().Matches(MarkdownFile.Read("docs/troubleshooting.md").Prose).Select(match => match.Groups["message"].Value)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_that_the_page_quotes_is_in_the_code(string message)
    {
        var parts = message.Split("...", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Contains(s_sources, source => parts.All(part => source.Contains(part, StringComparison.Ordinal)));
    }

    // A message that is written in several pieces.
    [GeneratedRegex("""
        "\s*\+\s*\$?"
        """)]
    private static partial Regex Joined();

    [GeneratedRegex("^### `(?<message>[^`]+)`$", RegexOptions.Multiline)]
    private static partial Regex Quoted();
}
