using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Telemetry;

/// <summary>The ids of log events are in one place, each stands for one thing, and the documentation lists them.</summary>
public sealed partial class LogEventsTests
{
    private static readonly (string Name, int Id)[] s_events =
        [.. typeof(FailfastLogEvents).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (field.Name, (int)field.GetRawConstantValue()!))];

    [Fact]
    public void Ids_are_unique() => Assert.Equal(s_events.Length, s_events.Select(it => it.Id).Distinct().Count());

    [Fact]
    public void Ids_are_all_in_the_documentation_and_nothing_else_is()
    {
        var listed = Row().Matches(File.ReadAllText(Path.Combine(Sources.Root, "docs", "observability.md")))
            .Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));

        Assert.Equal(s_events.Select(it => it.Id).Order(), listed.Order());
    }

    [Fact]
    public void Messages_of_the_product_take_their_ids_from_there_each_its_own()
    {
        var used = Sources.Under("").Where(file => file.StartsWith("Failfast.", StringComparison.Ordinal) && Path.GetExtension(file) == ".cs")
            .SelectMany(file => Message().Matches(File.ReadAllText(Path.Combine(Sources.Root, file))).Select(match => match.Groups[1].Value)).ToList();

        Assert.Equal(s_events.Select(it => $"FailfastLogEvents.{it.Name}").Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"LoggerMessage\(\s*(?:EventId = )?([\w.]+)")]
    private static partial Regex Message();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
