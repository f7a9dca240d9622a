using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Failfast.Demo;

/// <summary>The command-line options as written. Numbers are text until they are validated, so that an error can quote them.</summary>
internal sealed class DemoSettings : CommandSettings
{
    // What the parser puts in place of a missing value.
    private const string Missing = "__default_command";

    [CommandOption("--hosts <N>")]
    [RangeDescription("Silo processes on this machine", DemoOptions.MinHosts, DemoOptions.MaxHosts)]
    [DefaultValue("1")]
    public string Hosts { get; init; } = "";

    [CommandOption("--seconds <N>")]
    [RangeDescription(
        "Length of the run in seconds", DemoOptions.MinSeconds, DemoOptions.MaxSeconds,
        " Its phases scale with it. In a run shorter than the default the calls that open the breaker are more than 1 % of all, and so its p99.")]
    [DefaultValue("30")]
    public string Seconds { get; init; } = "";

    [CommandOption("--json")]
    [Description("Print only the closing table, as one line of JSON.")]
    public bool Json { get; init; }

    /// <summary>Valid once <see cref="Validate"/> has found no error.</summary>
    public DemoOptions Options => new() { Hosts = Number(Hosts) ?? 0, Seconds = Number(Seconds) ?? 0, Json = Json };

    public override ValidationResult Validate()
    {
        var error = Check("--hosts", Hosts, DemoOptions.MinHosts, DemoOptions.MaxHosts, DemoOptions.MinHosts)
            ?? Check("--seconds", Seconds, DemoOptions.MinSeconds, DemoOptions.MaxSeconds, DemoOptions.DefaultSeconds);
        return error is null ? ValidationResult.Success() : ValidationResult.Error(error);
    }

    private static string? Check(string name, string text, int min, int max, int preset) =>
        Number(text) is { } number && number >= min && number <= max
            ? null
            : $"{name} must be a whole number from {min} to {max}, {(text == Missing ? "and none was given" : $"not '{text}'")}. Give one, or leave {name} out for {preset}.";

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
