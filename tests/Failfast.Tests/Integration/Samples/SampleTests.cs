using System.Globalization;
using System.Text.RegularExpressions;
using Failfast.Simulation;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Integration.Samples;

[Collection(ReadySiloTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed partial class SampleTests
{
    [Fact]
    public async Task GuardedGrain_sixth_article_is_not_asked_for()
    {
        var lines = await SampleProcess.RunToEnd("GuardedGrain");

        Assert.Equal(
            ["apples", "bread", "cheese", "dates", "eggs"],
            lines.Where(line => line.Contains("The warehouse does not say", StringComparison.Ordinal)).Select(line => line.Split(':')[0]));
        Assert.Contains("figs: not asked, warehouse is Open (5 failures in a row: IOException)", lines);
    }

    [Fact]
    public async Task QueueConsumer_sends_all_and_fails_few()
    {
        var lines = await SampleProcess.RunToEnd("QueueConsumer");

        var summary = Summary().Match(lines[^1]);
        Assert.True(summary.Success, string.Join('\n', lines));
        // Three open the breaker; after that at most a probe for each second of the rest.
        Assert.InRange(int.Parse(summary.Groups[1].Value, CultureInfo.InvariantCulture), 3, 8);
        Assert.Contains("message 3 failed, mail is Open", lines);
    }

    [Fact]
    public async Task FromPolly_second_host_finds_only_the_shared_breaker_open()
    {
        var lines = await SampleProcess.RunToEnd("FromPolly");

        Assert.Equal(
            ["Polly: the first host called 5 times in vain, the second 5", "Failfast: the first host called 5 times in vain, the second 0"], lines);
    }

    [Fact]
    public void Each_sample_is_listed()
    {
        var listed = File.ReadAllText(Path.Combine(Sources.Root, "samples", "README.md"));
        var samples = Directory.GetDirectories(Path.Combine(Sources.Root, "samples")).Select(folder => Path.GetFileName(folder)!).ToList();
        Assert.Contains("WebShop", samples);
        Assert.All(samples, sample => Assert.Contains($"]({sample})", listed, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^20 of 20 sent, (\d+) deliveries failed")]
    private static partial Regex Summary();
}
