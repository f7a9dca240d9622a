using System.Globalization;
using Failfast.Silo.Demo;

namespace Failfast.Silo;

/// <summary>What the arguments say; <see cref="Error"/> is set when they say nothing sensible.</summary>
internal sealed record CommandLine
{
    /// <summary>Marks the further hosts of a demo. Not for people, and so not in <see cref="Usage"/>.</summary>
    public const string ChildMark = "--demo-child";

    /// <summary>Host settings that have no section; all others do, and so have a colon.</summary>
    private static readonly string[] s_plainKeys = ["environment", "contentRoot", "applicationName"];

    public RunMode Mode { get; private init; }

    public DemoOptions Demo { get; private init; } = new();

    /// <summary>Arguments in the form of configuration: <c>--Section:Key=value</c>.</summary>
    public IReadOnlyList<string> Configuration { get; private init; } = [];

    /// <summary>Where a silo is asked how it is.</summary>
    public string HealthUrl { get; private init; } = "";

    public string? Error { get; private init; }

    public static string Usage { get; } = $"""
        Failfast.Silo: a ready Orleans host for distributed circuit breakers.

          Failfast.Silo [--Section:Key=value ...]      run a silo until SIGTERM or Ctrl+C
          Failfast.Silo --demo [options]               see what a breaker does for a service that is called
          Failfast.Silo --check-health=URL             exit code 0 if a silo answers there that it is well

        Options of the demo:
          --hosts N      silo processes on this machine, {DemoOptions.MinHosts} to {DemoOptions.MaxHosts} (default 1)
          --seconds N    length of the run, {DemoOptions.MinSeconds} to {DemoOptions.MaxSeconds} (default {DemoOptions.DefaultSeconds}); its phases shrink and grow with it.
                         In a shorter run the first calls, which find out, are more than 1 %, and so its p99
          --json         print only the closing table, as one line of JSON

        The silo reads appsettings.json (working directory, else beside the program), the environment and
        --Section:Key=value, in this order, the last word counting. The section Orleans follows Orleans' own
        conventions, Failfast those of AddFailfast. With nothing configured it is a cluster of one on localhost.
        With Azure tables, for example:

          Orleans__ClusterId=prod Orleans__ServiceId=shop
          Orleans__Clustering__ProviderType=AzureTableStorage Orleans__Clustering__ConnectionString=...
          Orleans__Endpoints__SiloPort=11111 Orleans__Endpoints__GatewayPort=30000

        Breakers keep their state in the grain storage "failfast", for example:

          Orleans__GrainStorage__failfast__ProviderType=AzureTableStorage
          Orleans__GrainStorage__failfast__ConnectionString=...

        ProviderType may be Redis in either place. Membership must be stored durably: silos that come back to an
        empty one take each other for another cluster.

        {HttpEndpoint.UrlKey}, for example http://127.0.0.1:8080, has {HttpEndpoint.LivePath} and {HttpEndpoint.ReadyPath} answered there.

        Exit code: 0 done, 1 failed, 2 bad command line, 130 demo interrupted.
        """;

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var demo = new DemoOptions();
        var configuration = new List<string>();
        var mode = RunMode.Host;
        string? demoOnly = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            switch (name)
            {
                case "--help" or "-h" or "-?":
                    return new CommandLine { Mode = RunMode.Help };
                case "--check-health":
                    return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
                        ? new CommandLine { Mode = RunMode.CheckHealth, HealthUrl = value! }
                        : Wrong($"--check-health needs a URL, as in --check-health=http://127.0.0.1:8080{HttpEndpoint.ReadyPath}.");
                case "--demo" or "--json" or ChildMark when value is not null:
                    return Wrong($"{name} takes no value, but '{value}' was given.");
                case "--demo":
                    mode = RunMode.Demo;
                    break;
                case ChildMark:
                    mode = RunMode.DemoChild;
                    break;
                case "--json":
                    demo = demo with { Json = true };
                    demoOnly ??= name;
                    break;
                case "--hosts" or "--seconds":
                    demoOnly ??= name;
                    var (min, max) = name == "--hosts"
                        ? (DemoOptions.MinHosts, DemoOptions.MaxHosts)
                        : (DemoOptions.MinSeconds, DemoOptions.MaxSeconds);
                    value ??= i + 1 < arguments.Count ? arguments[++i] : null;
                    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
                        return Wrong($"{name} must be a whole number from {min} to {max}{(value is null ? ", and none was given" : $", not '{value}'")}.");
                    demo = name == "--hosts" ? demo with { Hosts = number } : demo with { Seconds = number };
                    break;
                default:
                    if (!IsConfiguration(name, value))
                        return Wrong($"'{arguments[i]}' is not known. Allowed are --demo, --hosts, --seconds, --json, --check-health, --help and configuration as --Section:Key=value.");
                    configuration.Add(arguments[i]);
                    break;
            }
        }

        if (mode == RunMode.Host && demoOnly is not null)
            return Wrong($"{demoOnly} belongs to the demo: add --demo.");
        if (mode == RunMode.Demo && configuration.Count > 0)
            return Wrong($"'{configuration[0]}' has no effect with --demo, which takes no configuration.");
        return new CommandLine { Mode = mode, Demo = demo, Configuration = configuration };
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (argument, null) : (argument[..end], argument[(end + 1)..]);
    }

    private static bool IsConfiguration(string name, string? value) =>
        value is not null && name.StartsWith("--", StringComparison.Ordinal)
        && (name.Contains(':', StringComparison.Ordinal) || s_plainKeys.Contains(name[2..], StringComparer.OrdinalIgnoreCase));

    private static CommandLine Wrong(string error) => new() { Error = error };
}
