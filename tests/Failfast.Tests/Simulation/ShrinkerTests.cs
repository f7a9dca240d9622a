using System.Diagnostics;
using Failfast.Simulation;

namespace Failfast.Tests.Simulation;

/// <summary>A run that breaks a promise is told as shortly as it can be, the promise being that no breaker ever opens.</summary>
public sealed class ShrinkerTests
{
    // The first with something to leave out.
    private static readonly ulong Seed = Enumerable.Range(0, 1_000).Select(seed => (ulong)seed).First(seed =>
        Run.Of(seed, promise: NothingOpens) is { Violation: not null, Faults.Count: > 3, Scenario: { Hosts: > 2, Silos: > 2 } });

    [Fact]
    public void Shrink_broken_promise_leaves_the_fewest_hosts_and_fewer_faults()
    {
        var whole = Run.Of(Seed, promise: NothingOpens);
        var shortest = Shrinker.Shrink(Seed, Run.DefaultSteps, NothingOpens);

        Assert.EndsWith("opened", shortest.Violation);
        Assert.True(shortest.Faults.Count < whole.Faults.Count);
        // The fewest hosts with which it fails, of all that were tried.
        Assert.True(shortest.Scenario.Hosts <= whole.Scenario.Hosts);
        for (var hosts = 1; hosts < shortest.Scenario.Hosts; hosts++)
            Assert.Null(Run.Of(Seed, scenario: whole.Scenario with { Breakers = shortest.Scenario.Breakers, Hosts = hosts }, promise: NothingOpens).Violation);
        Assert.True(shortest.Steps <= whole.Steps);
    }

    [Fact]
    public void Explain_broken_promise_tells_a_short_story_and_how_to_see_it_again()
    {
        var output = new StringWriter();

        SeedCommand.Explain(Seed, Run.DefaultSteps, output, NothingOpens);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches($"^seed {Seed} breaks a promise; left of it are \\d+ hosts, \\d+ silos, \\d+ faults and \\d+ steps:$", lines[0]);
        Assert.InRange(lines.Length, 5, 125);
        Assert.Contains(lines, line => line.Contains($" {nameof(What.Fault)} "));
        Assert.Contains(lines, line => line.Contains(nameof(What.Heard)) && line.EndsWith("Open"));
        Assert.EndsWith("opened", lines[^2]);
        Assert.Equal($"again:  dotnet run --project tests/Failfast.Simulation -- --seed {Seed} --steps {Run.DefaultSteps}", lines[^1]);
    }

    [Fact]
    public void Execute_one_seed_ends_with_the_hash_of_its_history_the_same_each_time()
    {
        var line = CommandLine.Parse(["--seed", "7", "--steps", "500"]);
        var (first, second) = (new StringWriter(), new StringWriter());

        Assert.Equal(0, SeedCommand.Execute(line, first));
        Assert.Equal(0, SeedCommand.Execute(line, second));

        Assert.Equal(first.ToString(), second.ToString());
        Assert.Matches("^history [0-9a-f]{16}$", first.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task Main_in_a_process_of_its_own_tells_the_same_history()
    {
        var here = new StringWriter();
        SeedCommand.Execute(CommandLine.Parse(["--seed", "11"]), here);
        // As it was built for itself: beside the tests it is a library.
        var built = Path.GetRelativePath(Path.Combine(Sources.Root, "tests", "Failfast.Tests"), AppContext.BaseDirectory);
        var program = Path.Combine(Sources.Root, "tests", "Failfast.Simulation", built, "Failfast.Simulation.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--seed", "11"]) { RedirectStandardOutput = true })!;

        var there = await process.StandardOutput.ReadToEndAsync();

        await process.WaitForExitAsync();
        Assert.Equal((0, here.ToString()), (process.ExitCode, there));
    }

    private static void NothingOpens(World world) => world.Listener = word =>
    {
        if (word.State == BreakerState.Open)
            world.Violate("a host: opened");
    };
}
