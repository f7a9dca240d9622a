using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Failfast.Tests.Docs;

/// <summary>
/// The settings as their documentation comments have them: <c>summary</c> is the meaning, <c>value</c> is "default; range", and maybe
/// a sentence more. The tables of <c>docs/settings.md</c> are made of that.
/// </summary>
internal static partial class SettingsTables
{
    public sealed record Setting(PropertyInfo Property, string Meaning, string Default, string Range, string More)
    {
        public string Name => Property.Name;

        public string Row => $"| `{Name}` | {Default} | {Range} | {string.Join(" ", new[] { Meaning, More }.Where(text => text.Length > 0))} |";
    }

    public static IReadOnlyList<Setting> Of(Type type)
    {
        var file = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var comments = file.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        return
        [
            .. type.GetProperties().Where(property => property.SetMethod is { IsPublic: true })
                .Select(property => Read(property, comments[$"P:{type.FullName}.{property.Name}"])),
        ];
    }

    public static string Table(IEnumerable<Setting> settings) =>
        string.Join('\n', ["| setting | default | range | meaning |", "|---|---|---|---|", .. settings.Select(setting => setting.Row)]);

    private static Setting Read(PropertyInfo property, XElement comment)
    {
        var value = Text(comment.Element("value"));
        // The first sentence: "default; range."
        var end = SentenceEnd().Match(value) is { Success: true } found ? found.Index : value.Length;
        var parts = value[..end].TrimEnd('.').Split("; ", 2);
        return new(property, Text(comment.Element("summary")), parts[0], parts.Length > 1 ? parts[1] : "", value[end..].TrimStart('.', ' '));
    }

    private static string Text(XElement? element) => element is null ? "" : Spaces().Replace(
        string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => $"`{Shown(see)}`",
            XElement inner => $"`{inner.Value}`",
            _ => "",
        })), " ").Trim();

    private static string Shown(XElement see) => see.Attribute("cref")?.Value is { } cref
        ? cref.Split('(')[0].Split('.', ':')[^1] : see.Attribute("langword")?.Value ?? see.Value;

    /// <summary>A default as the tables show it: null for one that is put into words.</summary>
    public static string? Shown(object? value) => value switch
    {
        true => "True",
        false => "False",
        TimeSpan duration => Shown(duration),
        int or double => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Shown(TimeSpan duration) => duration < TimeSpan.FromSeconds(1)
        ? $"{duration.TotalMilliseconds:0.###} ms" : $"{duration.TotalSeconds:0.###} s";

    /// <summary>A number or a duration as the tables show it; null for what is neither.</summary>
    public static object? Parse(string shown, Type type)
    {
        if (Number().Match(shown.Replace(",", "", StringComparison.Ordinal)) is not { Success: true } match)
            return null;
        var number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        if (type != typeof(TimeSpan))
            return Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "minute" or "minutes" => TimeSpan.FromMinutes(number),
            "hour" or "hours" => TimeSpan.FromHours(number),
            "day" or "days" => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)( (?<unit>\w+))?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"\.(?= [A-Z]|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
