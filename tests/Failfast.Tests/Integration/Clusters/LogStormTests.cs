using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Integration.Clusters;

/// <summary>1,000 breakers open in one second: a handful of lines in each process.</summary>
public sealed class LogStormTests
{
    private const int Many = 1_000;

    [Fact]
    public async Task Trips_of_1_000_breakers_in_a_second_are_a_handful_of_lines_that_count_them_all()
    {
        var (silo, client) = (new LogLines(), new LogLines());
        await using var cluster = await BreakerCluster.Start(
            silos: 1, configure: options => options.Defaults = new() { ConsecutiveFailures = 1, BreakDurationJitter = 0 },
            silo: it => it.Services.AddLogging(log => Keep(log, silo)), client: it => it.Services.AddLogging(log => Keep(log, client)));
        var breakers = Enumerable.Range(0, Many).Select(i => cluster.Client.GetBreaker($"storm-{i}")).ToList();
        foreach (var breaker in breakers)
            await breaker.Fail();
        // Time stands still, so that it stays one second: on a busy machine the last ones may take long.
        await Eventually.Is(() => Waiting().Count == 0, () => string.Join(", ", Waiting().Take(3)), TimeSpan.FromSeconds(60));
        var before = Lines(silo, "storm-");
        cluster.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(before.Count == 5, string.Join('\n', before));
        Assert.All(before, line => Assert.Contains("went from Closed to Open: 1 failure: TimeoutException; calls 1, failures 1, slow 0", line, StringComparison.Ordinal));
        var summary = Assert.Single(Lines(silo, "more breakers"));
        Assert.StartsWith($"Warning: {Many - 5} more breakers opened in the last second: storm-", summary, StringComparison.Ordinal);
        Assert.True(Lines(client, "storm-").Count <= 6, string.Join('\n', client.All));

        List<BreakerSnapshot> Waiting() =>
            [.. breakers.Select(breaker => breaker.Snapshot).Where(it => it is not { State: BreakerState.Open, Scope: BreakerScope.Cluster })];
    }

    // Orleans warns of a turn that takes long, on a busy machine, and names the grain: a line more that no breaker has written.
    private static ILoggingBuilder Keep(ILoggingBuilder log, LogLines lines) =>
        log.AddProvider(lines).AddFilter<LogLines>(null, LogLevel.None).AddFilter<LogLines>("Failfast", LogLevel.Information);

    private static List<string> Lines(LogLines log, string containing) =>
        [.. log.All.Where(line => line.Contains(containing, StringComparison.Ordinal) && line.Contains("Debug:", StringComparison.Ordinal) is false)];
}
