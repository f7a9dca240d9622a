using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary><c>bench/figures.txt</c> lists what <c>bench/run</c> prints; the page shows each, and some program measures each.</summary>
public sealed partial class PerformanceDocTests
{
    private static readonly string[] s_listed =
        [.. File.ReadLines(Path.Combine(Sources.Root, "bench", "figures.txt")).Select(line => line.Split('|')[0].Trim())];

    [Fact]
    public void Figures_of_the_page_are_those_of_the_list()
    {
        var page = File.ReadAllText(Path.Combine(Sources.Root, "docs", "performance.md"));
        Assert.Equal(s_listed, ShownFigure().Matches(page).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Figures_that_programs_measure_are_those_of_the_list()
    {
        var named = Sources.Under("bench").Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => FigureName().Matches(File.ReadAllText(Path.Combine(Sources.Root, file))).Select(match => match.Groups[1].Value));
        Assert.Equal(s_listed.Order(), named.Distinct().Order());
    }

    [GeneratedRegex(@"^\| `([a-z0-9_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex ShownFigure();

    // Figures are the only texts of these programs that are words joined by two or more underscores.
    [GeneratedRegex("\"([a-z0-9]+(?:_[a-z0-9]+){2,})\"")]
    private static partial Regex FigureName();
}
