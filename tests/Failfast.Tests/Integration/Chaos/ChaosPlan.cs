using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>Which faults come, as <c>tests/chaos.sh</c> has asked for; the short form if nobody has.</summary>
internal static class ChaosPlan
{
    private static readonly string? s_form = Environment.GetEnvironmentVariable("FAILFAST_CHAOS");

    public static bool IsShort => s_form is null;

    public static IEnumerable<Scenario> Scenarios => (s_form switch
    {
        null => Scenario.Short,
        "soak" => AtRandom(TimeSpan.FromHours(double.Parse(Environment.GetEnvironmentVariable("FAILFAST_SOAK_HOURS")!, CultureInfo.InvariantCulture))),
        _ => Scenario.All,
    }).Where(IsAskedFor);

    private static IEnumerable<Scenario> AtRandom(TimeSpan time)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
            yield return Scenario.Repeatable[Random.Shared.Next(Scenario.Repeatable.Count)];
    }

    private static bool IsAskedFor(Scenario scenario) =>
        Environment.GetEnvironmentVariable("FAILFAST_CHAOS_ONLY") is not { } part || scenario.Fault.Contains(part, StringComparison.OrdinalIgnoreCase);
}
