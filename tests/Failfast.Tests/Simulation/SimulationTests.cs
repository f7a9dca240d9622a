using Failfast.Simulation;

namespace Failfast.Tests.Simulation;

public sealed class SimulationTests
{
    [Fact]
    [Trait(Category.Key, Category.Slow)]
    public void Search_of_thousands_of_seeds_finds_no_broken_promise()
    {
        var (failed, ran, _, _) = SeedRange.Search(0, SeedRange.CiSeeds - 1, Run.DefaultSteps);

        Assert.True(failed is null, $"seed {failed} breaks a promise: dotnet run --project tests/Failfast.Simulation -- --seed {failed}");
        Assert.Equal((long)SeedRange.CiSeeds, ran);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4227)]
    public void Of_one_seed_twice_gives_one_history(ulong seed)
    {
        var (first, second) = (Run.Of(seed), Run.Of(seed, keepsLines: true));
        Assert.Equal((first.Hash, first.Steps, first.Lasted), (second.Hash, second.Steps, second.Lasted));
        Assert.NotEmpty(second.Lines);
        Assert.NotEqual(first.Hash, Run.Of(seed + 1).Hash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--seed")]
    [InlineData("--seed x")]
    [InlineData("--seed -1")]
    [InlineData("--seed 1 --steps 0")]
    [InlineData("--seed 1 --seeds 1..2")]
    [InlineData("--seeds 5..2")]
    [InlineData("--seeds 5")]
    [InlineData("--speed 1")]
    [InlineData("--seed 1 --mutants")]
    [InlineData("--seed 1 --only Sometimes")]
    [InlineData("--survey 5")]
    [InlineData("--realistic")]
    [InlineData("--scale --hosts 1")]
    public void Parse_of_nonsense_says_so(string arguments) =>
        Assert.NotNull(CommandLine.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Error);

    [Fact]
    public void Parse_takes_one_promise_of_realistic_scenarios()
    {
        var line = CommandLine.Parse(["--survey", "3..9", "--only", "ComesBack"]);
        var promises = Enumerable.Range(0, 20).Select(seed => line.Scenario!((ulong)seed).Promises).Distinct().Order();
        Assert.Equal((null, true), (line.Error, line.IsSurvey));
        Assert.Equal([RealisticPromises.None, RealisticPromises.ComesBack], promises);
    }

    [Fact]
    public void Parse_takes_a_range()
    {
        var line = CommandLine.Parse(["--seeds", "3..9", "--steps", "50"]);
        Assert.Equal((null, true, 3UL, 9UL, 50L), (line.Error, line.IsRange, line.From, line.To, line.Steps));
    }
}
