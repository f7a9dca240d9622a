using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary><c>docs/observability.md</c> has every log event, every name of a metric, span or tag, and every alert; and no other.</summary>
public sealed partial class ObservabilityDocTests
{
    private static readonly MarkdownFile s_page = MarkdownFile.Read("docs/observability.md");

    [Fact]
    public void Log_events_are_those_of_the_code_with_their_ids() => Assert.Equal(
        Constants(typeof(FailfastLogEvents)).Select(each => (Convert.ToString(each.Value, CultureInfo.InvariantCulture), $"`{each.Name}`")),
        s_page.Rows.Where(row => Id().IsMatch(row[0])).Select(row => ((string?)row[0], row[1])));

    [Fact]
    public void Metrics_spans_and_tags_are_those_of_the_code()
    {
        var names = Constants(typeof(FailfastTelemetry)).Select(each => each.Value).OfType<string>().ToHashSet();

        Assert.All(names, name => Assert.Contains($"`{name}`", s_page.Prose, StringComparison.Ordinal));
        Assert.All(Named().Matches(s_page.Prose).Select(match => match.Groups["name"].Value), name => Assert.Contains(name, names));
    }

    [Fact]
    public void Alerts_are_those_of_the_file() => Assert.Equal(
        Alert().Matches(File.ReadAllText(Path.Combine(Sources.Root, "ops/prometheus/failfast-alerts.yaml"))).Select(match => $"`{match.Groups["name"].Value}`"),
        s_page.Rows.Select(row => row[0]).Where(cell => AlertCell().IsMatch(cell)));

    private static IEnumerable<(string Name, object? Value)> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (field.Name, field.GetRawConstantValue()));

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Id();

    [GeneratedRegex(@"`(?<name>failfast\.[a-z_.]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"- alert: (?<name>\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"^`Failfast[A-Z]\w+`$")]
    private static partial Regex AlertCell();
}
