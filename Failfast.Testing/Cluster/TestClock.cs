using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Failfast.Testing;

/// <summary>The clock that all breakers of a test cluster share.</summary>
internal sealed class TestClock(TimeProvider time)
{
    private static readonly TimeSpan MessagesPass = TimeSpan.FromMilliseconds(5);

    // By what a builder and its cluster share: a cluster's services are gone when its silos are.
    private static readonly ConditionalWeakTable<InProcessTestClusterOptions, TestClock> s_clocks = [];

    public static void Set(InProcessTestClusterBuilder builder, TimeProvider time) => s_clocks.AddOrUpdate(builder.Options, new(time));

    /// <exception cref="InvalidOperationException">The cluster was built without it.</exception>
    public static TestClock Of(InProcessTestCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return s_clocks.TryGetValue(cluster.Options, out var clock) ? clock : throw new InvalidOperationException(
            $"This cluster was built without Failfast's clock: call AddFailfastTesting(time) on its {nameof(InProcessTestClusterBuilder)}.");
    }

    /// <exception cref="InvalidOperationException">It is not fake.</exception>
    public void MustBeFake()
    {
        if (time is not FakeTimeProvider)
            throw new InvalidOperationException(
                $"The breakers of this cluster run on {time.GetType()}, which no test can move: give AddFailfastTesting a FakeTimeProvider.");
    }

    /// <summary>Moves on a little, if it is fake, and lets messages pass.</summary>
    public Task Step(TimeSpan step)
    {
        (time as FakeTimeProvider)?.Advance(step);
        return Task.Delay(MessagesPass, TimeProvider.System);
    }
}
