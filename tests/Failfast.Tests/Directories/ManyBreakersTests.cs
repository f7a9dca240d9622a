using System.Diagnostics;
using Failfast.Contract;
using Failfast.Directories;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Xunit.Abstractions;

namespace Failfast.Tests.Directories;

/// <summary>100,000 names on three silos: as many breakers as real ones know, without the activations around them.</summary>
public sealed class ManyBreakersTests(ITestOutputHelper output)
{
    private const int Count = 100_000;

    [Fact]
    public async Task List_of_100_000_breakers_is_a_page_of_less_than_1_MB_and_all_are_found()
    {
        await using var cluster = await BreakerCluster.Start(silos: 3);
        var random = new Random(1);
        for (var i = 0; i < Count; i++)
            cluster.Orleans.Silos[i % 3].ServiceProvider.GetRequiredService<BreakerListings>()
                .Add($"service-{i / 100:0000}-endpoint-{i:000000}", Breaker(i, random), () => BreakerDurability.Durable, () => TimeSpan.FromSeconds(1));
        var directory = cluster.Client.GetBreakerDirectory();
        var first = await directory.Whole();

        Assert.Equal(Count, first.Total);
        Assert.Equal(Count / 100, first.Counts.Isolated);
        Assert.Equal(Count, first.Counts.Closed + first.Counts.Isolated);
        Assert.Equal(Count / 100, (await directory.Names(new BreakerQuery { States = [BreakerState.Isolated], PageSize = 500 })).Distinct().Count());
        var size = cluster.Orleans.Client.ServiceProvider.GetRequiredService<Serializer>().SerializeToArray(first).Length;
        Assert.InRange(size, 1_000, 1_000_000);
        output.WriteLine($"{size:N0} bytes; {await Times(() => directory.List())} ms; a prefix: {await Times(() => directory.List(new BreakerQuery { Prefix = "service-05" }))} ms");
        output.WriteLine($"needs attention: {await Times(() => directory.List(new BreakerQuery { NeedsAttention = true }))} ms; changes: {await Times(() => cluster.Client.GetGrain<IBreakerDirectoryGrain>(DirectoryGrainId.Any).Changes(null, null))} ms");
    }

    // Each has been called; a tenth has failed, a hundredth is isolated.
    private static BreakerCoordinator Breaker(int number, Random random)
    {
        var breaker = new BreakerCoordinator(new ProtocolTimings(), s_settings, 1 + number);
        var snapshot = breaker.Snapshot(TimeSpan.Zero);
        var failures = number % 10 == 0 ? 1 + random.Next(4) : 0;
        breaker.Report(
            new HostReport
            {
                Host = Guid.NewGuid(), Remembered = snapshot, Sequence = 1, Generation = snapshot.Generation,
                Counts = [new AgedCounts(TimeSpan.Zero, new CallCounts(90, failures, 0, 0, failures, failures))],
            },
            TimeSpan.Zero, 0);
        if (number % 100 == 0)
            breaker.Operate(new BreakerEvent.Isolated("isolated for a reason that takes as many words as people take"), TimeSpan.Zero, 0);
        return breaker;
    }

    private static readonly BreakerSettings s_settings = new();

    private static async Task<string> Times(Func<Task> question)
    {
        var times = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await question();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return $"{times[15]:0.0} (best {times[0]:0.0}, worst {times[^1]:0.0})";
    }
}
