using Xunit.Abstractions;
using Xunit.Sdk;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>
/// Faults on real processes under steady guarded load, one after the other on one cluster. Without more the short form runs;
/// <c>tests/chaos.sh</c> runs all of them, with Orleans' own times for noticing losses.
/// </summary>
[Collection(UndisturbedTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private readonly Dictionary<string, ChaosRow> _rows = [];
    private readonly List<string> _errors = [];

    [Fact]
    public async Task Guard_under_faults_in_turn_fails_no_call_and_keeps_the_probe_budget()
    {
        await using var cluster = await ChaosCluster.Start(isTight: ChaosPlan.IsShort);
        foreach (var scenario in ChaosPlan.Scenarios)
        {
            await Play(cluster, scenario);
            await Write();
        }

        foreach (var row in _rows.Values)
            output.WriteLine($"{row}");
        Assert.True(
            _errors.Count == 0 && _rows.Values.All(row => row.IsGood),
            string.Join('\n', _rows.Values.Where(row => !row.IsGood).Select(row => $"{row}\n{string.Join('\n', row.Figures.Errors)}").Concat(_errors)));
    }

    private async Task Play(ChaosCluster cluster, Scenario scenario)
    {
        if (!_rows.TryGetValue(scenario.Fault, out var row))
            _rows.Add(scenario.Fault, row = new ChaosRow { Fault = scenario.Fault });
        row.Times++;
        row.Note = "";
        try
        {
            await cluster.Complete();
            await scenario.Play(new ChaosRun(cluster, row));
        }
        catch (XunitException stuck)
        {
            row.Stuck = stuck.Message;
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            // A host that does not answer, or has ended by itself: the rest is still worth seeing.
            row.Stuck = error.GetType().Name;
            _errors.Add($"{scenario.Fault}: {error}");
        }

        cluster.Dependency.Recover();
    }

    /// <summary>After each fault, so that what is known so far can be read.</summary>
    private async Task Write()
    {
        if (Environment.GetEnvironmentVariable("FAILFAST_CHAOS_TABLE") is { Length: > 0 } path)
            await File.WriteAllLinesAsync(path, [ChaosRow.Head, .. _rows.Values.Select(row => $"{row}")]);
    }
}
