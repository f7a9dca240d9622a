using Failfast.Tests.Integration.Processes;
using Xunit.Abstractions;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>
/// Faults on real processes under steady guarded load, one after the other on one cluster. Without more the short form runs;
/// <c>tests/chaos.sh</c> runs all of them, with Orleans' own times for noticing losses.
/// </summary>
[Collection(ProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private static readonly string? s_form = Environment.GetEnvironmentVariable("FAILFAST_CHAOS");

    [Fact]
    public async Task Guard_under_faults_in_turn_fails_no_call_and_keeps_the_probe_budget()
    {
        var isShort = s_form is null;
        var scenarios = isShort ? Scenario.Short : Scenario.All;
        await using var cluster = await ChaosCluster.Start(isTight: isShort);
        await using var table = new ChaosTable();
        await table.Head();
        var failures = new List<string>();
        foreach (var scenario in scenarios.Where(scenario => ChaosTable.IsAskedFor(scenario.Fault)))
        {
            await cluster.Complete();
            var run = new ChaosRun(cluster, scenario.Fault);
            try
            {
                await scenario.Play(run);
            }
            catch (ChaosStuckException stuck)
            {
                run.Row.Stuck = stuck.Message;
            }
            catch (Exception error) when (error is TimeoutException or InvalidOperationException)
            {
                // A host that does not answer, or has ended by itself: the rest is still worth seeing.
                run.Row.Stuck = error.GetType().Name;
                failures.Add($"{scenario.Fault}: {error}");
            }

            cluster.Dependency.Recover();
            await table.Write(run.Row);
            output.WriteLine($"{run.Row}");
            if (!run.Row.IsGood)
                failures.Add($"{run.Row}\n{string.Join('\n', run.Row.Figures.Errors)}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
