using System.Diagnostics;
using Failfast;
using Failfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.TestingHost;

/// <summary>What a test does with the breakers of an in-process test cluster that was built with <c>AddFailfastTesting</c>.</summary>
public static partial class FailfastTestClusterExtensions
{
    private const int StepsOfAnAdvance = 10;
    private const int MostRounds = 200;

    private static readonly TimeSpan Little = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The breaker of that name as each host has it: each active silo, then the external client.</summary>
    /// <exception cref="ArgumentException">The name is not valid (<see cref="BreakerName"/>).</exception>
    public static IReadOnlyList<IBreakerGrain> GetBreakers(this InProcessTestCluster cluster, string name)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        BreakerName.Check(name);
        return [.. GrainFactories(cluster).Select(host => host.GetGrain<IBreakerGrain>(name))];
    }

    /// <summary>Moves the clock of all breakers, in ten steps, and lets messages pass after each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above zero.</exception>
    /// <exception cref="InvalidOperationException">The cluster has no fake clock.</exception>
    public static async Task AdvanceAsync(this InProcessTestCluster cluster, TimeSpan time)
    {
        var clock = TestClock.Of(cluster);
        if (time < TimeSpan.FromTicks(StepsOfAnAdvance))
            throw new ArgumentOutOfRangeException(nameof(time), time, $"Clocks only go forward: advance by at least {StepsOfAnAdvance} ticks.");
        clock.MustBeFake();
        for (var i = 1; i <= StepsOfAnAdvance; i++)
            await clock.Step((time * i / StepsOfAnAdvance) - (time * (i - 1) / StepsOfAnAdvance));
    }

    /// <summary>
    /// Waits until every host sees the breaker in that state, at most 20 seconds of real time. A fake clock goes on meanwhile by 10 ms at each look,
    /// so that what hosts have to tell is told.
    /// </summary>
    /// <exception cref="TimeoutException">Some hosts see it in another state; the message says how each sees it.</exception>
    public static async Task WaitForStateEverywhere(this InProcessTestCluster cluster, string name, BreakerState state)
    {
        var (clock, breakers, watch) = (TestClock.Of(cluster), cluster.GetBreakers(name), Stopwatch.StartNew());
        if (!Enum.IsDefined(state))
            throw new ArgumentOutOfRangeException(nameof(state), state, $"A breaker's state is one of {string.Join(", ", Enum.GetNames<BreakerState>())}.");
        while (breakers.Any(breaker => breaker.State != state))
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException(
                    $"Breaker '{name}' is not {state} everywhere after {Patience.TotalSeconds} s. By host, the client last: {string.Join("; ", breakers.Select(Shown))}.");
            await clock.Step(Little);
        }
    }

    /// <summary>
    /// Opens a breaker by its own rules: hosts take turns with guarded calls that fail, until it is open, and every host has heard so.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is not closed, or no number of failures opens it; the message says why.</exception>
    public static async Task TripAsync(this InProcessTestCluster cluster, string name)
    {
        var (clock, breakers) = (TestClock.Of(cluster), cluster.GetBreakers(name));
        var before = (await breakers[^1].GetStatus()).Snapshot;
        if (before.State != BreakerState.Closed)
            throw new InvalidOperationException($"Breaker '{name}' is {before.State}: only a closed one can trip. Close() it first.");
        for (var round = 0; round < MostRounds; round++)
        {
            foreach (var breaker in breakers)
                await breaker.TryGuard(static _ => Task.FromException(new DependencyFailedException()));
            await clock.Step(Little);
            if ((await breakers[^1].GetStatus()).Snapshot.State == BreakerState.Open)
            {
                await cluster.WaitForStateEverywhere(name, BreakerState.Open);
                return;
            }
        }

        throw new InvalidOperationException(
            $"Breaker '{name}' is still closed after {MostRounds} failing calls on each of {breakers.Count} hosts: do its settings count {nameof(DependencyFailedException)} as a failure, and does a rule open it? They are {before.Settings}.");
    }

    internal static IEnumerable<IGrainFactory> GrainFactories(InProcessTestCluster cluster) =>
        [.. cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>()), cluster.Client];

    private static string Shown(IBreakerGrain breaker) => breaker.Snapshot is var seen && seen.Reason is { } reason ? $"{seen.State} ({reason})" : $"{seen.State}";
}
