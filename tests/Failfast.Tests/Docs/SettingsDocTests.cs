using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>
/// <c>docs/settings.md</c>, the README's table and the documentation comments agree with the code: name, default, range.
/// <c>FAILFAST_WRITE_DOCS=1</c> writes the tables of <c>docs/settings.md</c> anew.
/// </summary>
public sealed partial class SettingsDocTests
{
    private static readonly string s_page = Path.Combine(Sources.Root, "docs", "settings.md");

    private static readonly Type[] s_types = [typeof(BreakerSettings), typeof(FailfastOptions)];

    public static TheoryData<string> Settings => [.. All().Select(setting => $"{setting.Property.DeclaringType!.Name}.{setting.Name}")];

    [Fact]
    public void Page_has_the_tables_that_the_documentation_comments_give()
    {
        var page = File.ReadAllText(s_page);
        var wanted = s_types.Aggregate(page, (text, type) => Regex.Replace(
            text, $"(<!-- {type.Name} -->\n).*?(\n<!-- end -->)", match => match.Groups[1].Value + SettingsTables.Table(Rows(type)) + match.Groups[2].Value,
            RegexOptions.Singleline));
        if (Environment.GetEnvironmentVariable("FAILFAST_WRITE_DOCS") == "1")
            File.WriteAllText(s_page, page = wanted);

        Assert.All(s_types, type => Assert.Contains($"<!-- {type.Name} -->\n| setting", page, StringComparison.Ordinal));
        Assert.True(wanted == page, "docs/settings.md is behind the documentation comments: run this test with FAILFAST_WRITE_DOCS=1.");
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Page_says_how_to_choose_the_setting(string name) => Assert.Contains(
        MarkdownFile.Read("docs/settings.md").Rows, row => row.Length == 2 && row[0].Split(", ").Contains($"`{Find(name).Name}`"));

    [Theory]
    [MemberData(nameof(Settings))]
    public void Default_in_the_comment_is_that_of_the_code(string name)
    {
        var setting = Find(name);
        var value = setting.Property.GetValue(Activator.CreateInstance(setting.Property.DeclaringType!));

        if (SettingsTables.Shown(value) is { } shown)
            Assert.Equal(shown, setting.Default);
        else
            Assert.Equal(value is null, setting.Default.StartsWith("Null", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Range_in_the_comment_is_that_of_the_code(string name)
    {
        var setting = Find(name);
        var type = Nullable.GetUnderlyingType(setting.Property.PropertyType) ?? setting.Property.PropertyType;
        if (type == typeof(bool) || type == typeof(string))
            return;
        Assert.True(Range().Match(setting.Range) is { Success: true }, $"The <value> of {name} must be \"default; min to max.\", but its range is \"{setting.Range}\".");
        var range = Range().Match(setting.Range);
        // One end may be another setting: then the rules say so themselves.
        var (min, max) = (SettingsTables.Parse(range.Groups["min"].Value, type), SettingsTables.Parse(range.Groups["max"].Value, type));
        Assert.NotNull(max);
        Assert.True(IsAllowed(setting, max));
        Assert.False(IsAllowed(setting, Step(max, 1)));
        if (min is null)
            return;
        var isOffAtZero = range.Groups["zero"].Success;
        var below = Step(min, -1);
        Assert.Equal(!range.Groups["above"].Success || isOffAtZero, IsAllowed(setting, min));
        Assert.Equal(isOffAtZero && below is 0, IsAllowed(setting, below));
    }

    [Fact]
    public void Readme_names_settings_that_exist_with_their_defaults()
    {
        var rows = ReadmeRow().Matches(File.ReadAllText(Path.Combine(Sources.Root, "README.md")))
            .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["default"].Value);
        var settings = SettingsTables.Of(typeof(BreakerSettings)).ToDictionary(setting => setting.Name);

        Assert.NotEmpty(rows);
        // What has no default is put into words there: mostly "off".
        Assert.All(rows, row => Assert.Equal(
            SettingsTables.Shown(settings[row.Key].Property.GetValue(new BreakerSettings())) ?? row.Value, row.Value, ignoreCase: true));
    }

    private static bool IsAllowed(SettingsTables.Setting setting, object value)
    {
        var (options, settings) = (new FailfastOptions(), new BreakerSettings());
        setting.Property.SetValue(setting.Property.DeclaringType == typeof(BreakerSettings) ? settings : options, value);
        options.Breakers["tested"] = settings;
        var failures = new FailfastOptionsValidator().Validate(null, options) is { Failed: true, Failures: var said } ? said : [];
        return !failures.Any(failure => failure.StartsWith($"{setting.Name} is ", StringComparison.Ordinal)
            || (failure.Contains($": {setting.Name} is ", StringComparison.Ordinal) && !failure.Contains(", but no ", StringComparison.Ordinal)));
    }

    private static object Step(object value, int by) => value switch
    {
        TimeSpan duration => duration + TimeSpan.FromTicks(by),
        int number => number + by,
        _ => (double)value + (by * 1e-6),
    };

    private static IEnumerable<SettingsTables.Setting> Rows(Type type) => SettingsTables.Of(type).Where(setting => setting.Name is not nameof(FailfastOptions.Defaults));

    private static IEnumerable<SettingsTables.Setting> All() => s_types.SelectMany(Rows);

    private static SettingsTables.Setting Find(string name) => All().Single(setting => $"{setting.Property.DeclaringType!.Name}.{setting.Name}" == name);

    [GeneratedRegex(@"^(from )?(?<above>above )?(?<min>.+?) to (?<max>[\d.,]+( \w+)?)(?<zero>, or 0 .*)?$")]
    private static partial Regex Range();

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<default>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex ReadmeRow();
}
