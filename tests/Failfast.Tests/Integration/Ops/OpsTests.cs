using System.Text.Json;
using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Integration.Ops;

/// <summary>The dashboard and the alerts in <c>ops</c>: a real Prometheus that has scraped breakers in trouble answers every query.</summary>
// Alone: what it scrapes is all that the process measures, and other tests open thousands of breakers.
[Collection(UndisturbedTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed partial class OpsTests
{
    private static readonly string s_ops = Path.Combine(Sources.Root, "ops");

    [Fact]
    public async Task Every_query_of_dashboard_and_alerts_finds_series_of_breakers_in_trouble()
    {
        await using var scraped = await ScrapedMetrics.Start();
        await using var cluster = await BreakerCluster.Start(
            silos: 1, onRealTime: true, silo: silo => silo.AddMemoryGrainStorage("failfast"),
            configure: options => options.Defaults = new() { BreakDuration = TimeSpan.FromMilliseconds(100), MaxBreakDuration = TimeSpan.FromMilliseconds(100) });
        await using var prometheus = await PrometheusServer.Start(scraped.Port, Path.Combine(s_ops, "prometheus", "failfast-alerts.yaml"));
        using var end = new CancellationTokenSource();
        var trouble = MakeTrouble(cluster.Client.GetGrain<IBreakerGrain>("in-trouble"), end.Token);

        foreach (var query in DashboardQueries())
            await Eventually.Is(async () => (await prometheus.Query(query)).Length > 0, () => query, TimeSpan.FromSeconds(60));

        var rules = await prometheus.Rules();
        Assert.True(rules.Length >= 7, $"{rules.Length} rules");
        foreach (var (name, _, query) in rules)
        {
            // Without its threshold, and for any outcome, an alert finds something.
            var bare = Threshold().Replace(query, "").Replace("failfast_outcome=\"failure\"", "", StringComparison.Ordinal);
            await Eventually.Is(async () => (await prometheus.Query(bare)).Length > 0, () => $"{name}: {bare}", TimeSpan.FromSeconds(60));
        }

        await Eventually.Is(async () => (await prometheus.Rules()).All(rule => rule.Health == "ok"));
        await end.CancelAsync();
        await trouble;
    }

    private static async Task MakeTrouble(IBreakerGrain breaker, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await breaker.TryGuard(_ => ValueTask.FromResult(1), CancellationToken.None);
            for (var i = 0; i < 10; i++)
                await breaker.TryGuard(_ => ValueTask.FromException<int>(new TimeoutException()), CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    private static List<string> DashboardQueries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_ops, "grafana", "failfast.json")));
        var queries = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)
            .Select(query => query.Replace("$breaker", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal)).ToList();
        Assert.True(queries.Count >= 12, $"{queries.Count} queries");
        Assert.All(queries, query => Assert.DoesNotContain('$', query));
        return queries;
    }

    [GeneratedRegex(@"\s*>\s*[\d.]+\s*$")]
    private static partial Regex Threshold();
}
