using System.Text.RegularExpressions;

namespace Failfast.Tests.Docs;

/// <summary>The tests that pages name as their proof exist, and run.</summary>
public sealed partial class NamedTests
{
    public static TheoryData<string> Names =>
    [
        .. new[] { "docs/guarantees.md", "docs/http.md" }
            .SelectMany(page => TestName().Matches(MarkdownFile.Read(page).Prose)).Select(match => match.Groups["name"].Value).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Test_named_by_a_page_exists(string name)
    {
        var (type, method) = name.Split('.') is { Length: 2 } parts ? (parts[0], parts[1]) : (name, null);
        var found = typeof(NamedTests).Assembly.GetTypes().Where(each => each.Name == type && each.IsPublic).ToList();

        Assert.NotEmpty(found);
        Assert.Contains(found.SelectMany(each => each.GetMethods()), each =>
            (method is null || each.Name == method) && each.IsDefined(typeof(FactAttribute), inherit: true));
    }

    [GeneratedRegex(@"`(?<name>[A-Z]\w+Tests(\.\w+)?)`")]
    private static partial Regex TestName();
}
