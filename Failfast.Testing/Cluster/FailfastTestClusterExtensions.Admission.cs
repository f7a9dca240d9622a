using System.Diagnostics;
using Failfast;
using Failfast.Testing;

namespace Orleans.TestingHost;

/// <summary>Calls of a breaker that is half-open.</summary>
public static partial class FailfastTestClusterExtensions
{
    private const int MostSteps = 400;

    /// <summary>
    /// Makes a guarded call again and again until the breaker lets it through: half-open, another host may keep the probe lease at first. A
    /// fake clock goes on meanwhile by 10 ms at each try, by 4 seconds at most, so that no deadline passes.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="call">Makes the guarded call. What else it throws than a rejection is thrown on.</param>
    /// <exception cref="TimeoutException">All tries within 20 seconds of real time were rejected.</exception>
    public static async Task<T> WhenAdmittedAsync<T>(this InProcessTestCluster cluster, Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (clock, watch) = (TestClock.Of(cluster), Stopwatch.StartNew());
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call();
            }
            catch (BreakerOpenException rejected) when (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"Not let through in {tries} tries, in {Patience.TotalSeconds} s. The last rejection: {rejected.Message}", rejected);
            }
            catch (BreakerOpenException)
            {
                await clock.Step(tries <= MostSteps ? Little : TimeSpan.Zero);
            }
        }
    }

    /// <inheritdoc cref="WhenAdmittedAsync{T}"/>
    public static Task WhenAdmittedAsync(this InProcessTestCluster cluster, Func<Task> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return cluster.WhenAdmittedAsync(async () =>
        {
            await call();
            return true;
        });
    }
}
