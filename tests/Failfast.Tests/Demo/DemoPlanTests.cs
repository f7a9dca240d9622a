using Failfast.Demo;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Demo;

/// <summary>Slow calls are failures to the demo's breaker: <c>F</c>.</summary>
public sealed class DemoPlanTests
{
    [Fact]
    public void Settings_service_that_answers_nothing_opens() => OneBreaker.Play(DemoPlan.Settings, "S".Times(400) + " FFFF =C F =O");

    [Fact]
    public void Settings_busy_machine_that_makes_most_calls_slow_but_not_all_does_not_open() =>
        OneBreaker.Play(DemoPlan.Settings, "FFFFS".Times(100) + " =C");
}
