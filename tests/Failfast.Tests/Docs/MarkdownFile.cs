using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>A markdown file of the repository: its links, and the anchors to which others can link.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record MarkdownFile(string Path, string Text)
{
    public static IEnumerable<MarkdownFile> All() =>
        Sources.Under("").Where(file => file.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read);

    public static MarkdownFile Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Sources.Root, path)));

    /// <summary>Without the code blocks.</summary>
    public string Prose => CodeBlock().Replace(Text, "");

    /// <summary>Where its links and pictures point to, but for other sites.</summary>
    public IEnumerable<string> Links =>
        Link().Matches(CodeSpan().Replace(Prose, "")).Select(match => match.Groups["to"].Value).Where(link => !OtherSite().IsMatch(link));

    /// <summary>The headings, without their markup, by level.</summary>
    public IEnumerable<(int Level, string Title)> Headings =>
        Heading().Matches(Prose).Select(match => (match.Groups["level"].Length, match.Groups["title"].Value.Trim()));

    /// <summary>The anchors, as GitHub makes them of the headings.</summary>
    public IEnumerable<string> Anchors()
    {
        var seen = new Dictionary<string, int>();
        foreach (var (_, title) in Headings)
        {
            var anchor = NotInAnchors().Replace(title.ToLowerInvariant(), "").Replace(' ', '-');
            var before = seen[anchor] = seen.GetValueOrDefault(anchor, -1) + 1;
            yield return before == 0 ? anchor : $"{anchor}-{before}";
        }
    }

    /// <summary>The rows of its tables: the cells, without the lines of dashes.</summary>
    public IEnumerable<string[]> Rows => Row().Matches(Prose).Select(match => match.Value)
        .Where(row => !row.StartsWith("|---", StringComparison.Ordinal)).Select(row => row.Trim('|', ' ').Split(" | "));

    [GeneratedRegex(@"^(?<fence>```+).*?^\k<fence>\s*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("""\]\((?<to>[^)\s]+)\)|(?:src|srcset|href)="(?<to>[^"]+)"|^\[[^\]]+\]:\s*(?<to>\S+)""", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex OtherSite();

    [GeneratedRegex("^(?<level>#{1,6}) (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
