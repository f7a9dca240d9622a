using System.Diagnostics;
using Failfast.Contract;
using Failfast.Directories;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Page;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Orleans.Serialization;
using Xunit.Abstractions;

namespace Failfast.Tests.Directories;

/// <summary>100,000 names on three silos: as many breakers as real ones know, without the activations around them.</summary>
[Trait(Category.Key, Category.Slow)]
public sealed class ManyBreakersTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    private const int Count = 100_000;

    [Fact]
    public async Task List_of_100_000_breakers_is_a_page_of_less_than_1_MB_and_people_find_their_way_in_it()
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
        await IsReadable(cluster.Client);
        var size = cluster.Orleans.Client.ServiceProvider.GetRequiredService<Serializer>().SerializeToArray(first).Length;
        Assert.InRange(size, 1_000, 1_000_000);
        output.WriteLine($"{size:N0} bytes; {await Times(() => directory.List())} ms; a prefix: {await Times(() => directory.List(new BreakerQuery { Prefix = "service-05" }))} ms");
        output.WriteLine($"needs attention: {await Times(() => directory.List(new BreakerQuery { NeedsAttention = true }))} ms; changes: {await Times(() => cluster.Client.GetGrain<IBreakerDirectoryGrain>(DirectoryGrainId.Any).Changes(null, null))} ms");
    }

    private async Task IsReadable(IGrainFactory grains)
    {
        await using var server = await PageServer.Start(grains);
        await using var tab = await browser.Open(server.Address);
        await tab.Sees("1–50 of 100,000");
        await tab.Sees(tab.Page.Locator(".row").First, "Isolated");
        await tab.Page.Locator("[data-filter=Isolated]").ClickAsync();
        await tab.Sees("1–50 of 1,000");
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("service-0500-");
        await tab.Sees(tab.Row("service-0500-endpoint-050000"), "isolated for a reason");
        Assert.Equal(1, await tab.Page.Locator(".row").CountAsync());
        await tab.IsSound();
        if (Environment.GetEnvironmentVariable("FAILFAST_WRITE_IMAGES") == "1")
        {
            await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("");
            await tab.Sees("1–50 of 1,000");
            await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Failfast.Simulation.Sources.Root, "docs", "images", "overview-many.png") });
        }
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
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 30; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await question();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        // Of all three silos and the asker together: on a busy machine it says more than the clock does.
        var used = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / times.Count;
        return $"{times[15]:0.0} (best {times[0]:0.0}, worst {times[^1]:0.0}, {used:0.0} of processor time)";
    }
}
