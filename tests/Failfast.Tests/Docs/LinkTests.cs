using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>Links between the files of the repository lead somewhere: the file is there, and so is the heading.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Files => [.. MarkdownFile.All().Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Link_leads_to_a_file_and_a_heading_that_exist(string path) => Assert.Empty(Broken(MarkdownFile.Read(path)));

    [Theory]
    [InlineData("[a](missing.md)", "missing.md")]
    [InlineData("[a](README.md#missing)", "README.md#missing")]
    [InlineData("[a](#missing)", "#missing")]
    [InlineData("<img src=\"missing.png\">", "missing.png")]
    [InlineData("[a](README.md), [b](#here-it-is), [c](https://example.org/missing)\n\n## Here, it `is`", null)]
    [InlineData("```\n[a](missing.md)\n```\n`[a](missing.md)`", null)]
    public void Broken_finds_what_leads_nowhere(string text, string? broken) =>
        Assert.Equal(broken is null ? [] : [broken], Broken(new("page.md", text)));

    private static IEnumerable<string> Broken(MarkdownFile file) => file.Links.Where(link => !Leads(file, link));

    private static bool Leads(MarkdownFile from, string link)
    {
        var (path, anchor) = link.Split('#') is { Length: 2 } parts ? (parts[0], parts[1]) : (link, null);
        var target = path.Length == 0 ? from.Path : Path.Combine(Path.GetDirectoryName(from.Path)!, path);
        var full = Path.GetFullPath(target, Sources.Root);
        if (path.Length > 0 && !File.Exists(full) && !Directory.Exists(full))
            return false;
        return anchor is null || (path.Length == 0 ? from : MarkdownFile.Read(target)).Anchors().Contains(anchor);
    }
}
