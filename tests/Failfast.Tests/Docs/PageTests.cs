using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>The pages of <c>docs</c> have one shape, and the index lists them all.</summary>
public sealed class PageTests
{
    private const string Index = "docs/README.md";

    public static TheoryData<string> Pages => [.. MarkdownFile.All().Select(file => file.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != Index)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_opens_with_a_summary_and_ends_with_what_not_to_do_and_what_to_do(string path)
    {
        var page = MarkdownFile.Read(path);

        Assert.Equal(1, page.Headings.First().Level);
        Assert.Matches(@"\A# .+\n\n(\*\*TL;DR\*\*|## TL;DR)", page.Text);
        Assert.Equal((2, "Don't / do"), page.Headings.Last());
        Assert.Contains(page.Rows, row => row is ["don't", "do"]);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Index_lists_the_page(string path) => Assert.Contains(Path.GetFileName(path), MarkdownFile.Read(Index).Links);

    [Fact]
    public void Readme_leads_to_the_index_and_has_the_two_commands()
    {
        var readme = MarkdownFile.Read("README.md");

        Assert.Contains(Index, readme.Links);
        Assert.Contains("dotnet run --project samples/Failfast.Demo\n", readme.Text, StringComparison.Ordinal);
        Assert.Contains("./test.sh\n", readme.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Sources.Root, "LICENSE")));
    }
}
