using Failfast;
using Failfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.TestingHost;

/// <summary>Adds Failfast to Orleans' in-process test cluster.</summary>
public static class FailfastTestClusterBuilderExtensions
{
    /// <summary>
    /// Adds Failfast to every silo and to the client. Breakers run on the clock given, while Orleans itself goes on in real time, so that
    /// messages are delivered while a fake clock stands still. Then use <c>TripAsync</c>, <c>AdvanceAsync</c> and
    /// <c>WaitForStateEverywhere</c> on the cluster.
    /// </summary>
    /// <param name="builder">The cluster's builder.</param>
    /// <param name="time">A <c>FakeTimeProvider</c>, or <see cref="TimeProvider.System"/>.</param>
    /// <param name="configure">The options of every process.</param>
    public static InProcessTestClusterBuilder AddFailfastTesting(
        this InProcessTestClusterBuilder builder, TimeProvider time, Action<FailfastOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(time);
        TestClock.Set(builder, time);
        var options = configure ?? (static _ => { });
        builder.ConfigureSilo((_, silo) => silo.AddFailfast(options));
        builder.ConfigureClient(client => client.AddFailfast(options));
        builder.ConfigureHost(host =>
        {
            host.Services.AddSingleton(time);
            host.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        return builder;
    }
}
