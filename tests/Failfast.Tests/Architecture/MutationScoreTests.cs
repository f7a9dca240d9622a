using System.Text.Json;
using Failfast.Simulation;

namespace Failfast.Tests.Architecture;

/// <summary>What <c>eng/mutate</c> says of a report.</summary>
[Trait(Category.Key, Category.Slow)]
public sealed class MutationScoreTests
{
    [Fact]
    public async Task Score_without_a_report_passes()
    {
        var (code, said) = await Run();

        Assert.Equal((0, "0 mutants: nothing to mutate"), (code, said));
    }

    [Fact]
    public async Task Score_of_files_without_a_mutant_passes()
    {
        var (code, said) = await Score(("Machine/A.cs", []));

        Assert.Equal((0, "0 mutants: nothing to mutate"), (code, said));
    }

    [Theory]
    [InlineData(19, 1, 0)]
    [InlineData(18, 2, 1)]
    [InlineData(0, 1, 1)]
    public async Task Score_below_95_fails(int killed, int survived, int expected)
    {
        var (code, _) = await Score(("Machine/A.cs", [.. Enumerable.Repeat("Killed", killed), .. Enumerable.Repeat("Survived", survived)]));

        Assert.Equal(expected, code);
    }

    [Fact]
    public async Task Score_is_each_folders_own()
    {
        var (code, said) = await Score(("Machine/A.cs", [.. Enumerable.Repeat("Killed", 99)]), ("Protocol/B.cs", ["Killed", "Survived"]));

        Assert.Equal(1, code);
        Assert.Equal(
            ["Protocol/B.cs:1 Survived, Equality mutation", "  - a < b", "  + a <= b", "Machine: 99 mutants, 99 killed, 0 survived, score 100.0",
             "Protocol: 2 mutants, 1 killed, 1 survived, score 50.0, below 95", "101 mutants, 100 killed, 1 survived, score 99.0"],
            said.Split('\n'));
    }

    [Fact]
    public async Task Score_counts_what_no_test_reaches_as_survived_and_what_never_ends_as_killed_and_nothing_else()
    {
        var (_, said) = await Score(("Machine/A.cs", ["Timeout", "NoCoverage", "CompileError", "Ignored"]));

        Assert.EndsWith("\n2 mutants, 1 killed, 1 survived, score 50.0", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> Score(params (string File, string[] Statuses)[] files)
    {
        var report = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(report, JsonSerializer.Serialize(new
            {
                files = files.ToDictionary(file => "/somewhere/Failfast.Core/" + file.File, file => new
                {
                    source = "if (a < b)\n    return;\n",
                    mutants = file.Statuses.Select(status => new
                    {
                        status, mutatorName = "Equality mutation", replacement = "a <= b",
                        location = new { start = new { line = 1, column = 5 }, end = new { line = 1, column = 10 } },
                    }),
                }),
            }));
            return await Run(report);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static async Task<(int Code, string Said)> Run(params string[] report)
    {
        var (code, said) = await Npm.Run("node", ["eng/Mutation/score.mjs", .. report], Sources.Root);
        return (code, said.Trim());
    }
}
