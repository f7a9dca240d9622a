using Failfast.Silo;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Silo;

/// <summary>What the ready silo logs by default, and what Prometheus can scrape of it.</summary>
[Collection(ReadySiloTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class QuietLogTests
{
    private const int Breakers = 5;

    [Fact]
    public async Task Log_by_default_has_no_line_of_Orleans_and_Polly_and_metrics_go_where_they_are_wanted()
    {
        var scraped = FreePort.Next();
        await using var collector = await OtlpCollector.Start();
        using var host = new SiloProcess(
            collector.Environment,
            [
                $"--Orleans:Endpoints:SiloPort={FreePort.Next()}", "--Orleans:Endpoints:GatewayPort=0", $"--{TelemetryExport.PrometheusKey}=http://127.0.0.1:{scraped}/",
                .. Enumerable.Range(0, Breakers).Select(i => $"--Failfast:Breakers:quiet-{i}:ConsecutiveFailures=3"),
            ]);
        using var http = new HttpClient();
        // Each was asked for at start, and placed.
        await Eventually.Is(
            async () =>
            {
                try
                {
                    var metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{scraped}/metrics"));
                    return Enumerable.Range(0, Breakers).All(i => metrics.Contains($"failfast_breaker_alone{{otel_scope_name=\"Failfast\",failfast_breaker_name=\"quiet-{i}\"}} 0", StringComparison.Ordinal));
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => host.Everything, TimeSpan.FromSeconds(60));

        await Eventually.Is(() => collector.Has("/v1/metrics", "failfast.breaker.alone", "quiet-0"), () => host.Everything);
        Assert.Contains(host.Output, line => line.Contains("ClusterNews[201]", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Output, line => line.StartsWith("info: Polly", StringComparison.Ordinal)
            || line.StartsWith("info: Orleans", StringComparison.Ordinal) || line.Contains("SiloListingService", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_with_an_address_for_Prometheus_that_is_none_fails_and_says_so()
    {
        using var host = new SiloProcess(
            $"--Orleans:Endpoints:SiloPort={FreePort.Next()}", "--Orleans:Endpoints:GatewayPort=0", $"--{TelemetryExport.PrometheusKey}=9464");

        Assert.Equal(1, await host.ExitCode(TimeSpan.FromSeconds(60)));
        Assert.Contains("Prometheus:Url is '9464'", host.Everything, StringComparison.Ordinal);
    }
}
