using Failfast.Simulation;

namespace Failfast.Tests.Simulation;

/// <summary>The deliberate faults fit the code of today, and are told of.</summary>
public sealed class MutantListTests
{
    public static TheoryData<string> Names => [.. MutantList.All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_each_fault_changes_the_code_of_today(string name)
    {
        var mutant = MutantList.All.Single(one => one.Name == name);
        var source = File.ReadAllText(Path.Combine(Sources.Root, mutant.File));
        Assert.NotEqual(source, mutant.Apply(source));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_is_in_the_docs(string name) =>
        Assert.Contains($"| {name} |", File.ReadAllText(Path.Combine(Sources.Root, "docs/simulation.md")));

    [Fact]
    public void Apply_fault_that_fits_nowhere_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Mutant("odd", "a.cs", "x", "y").Apply("xx"));
        Assert.Equal("Mutant 'odd': 'x' must occur exactly once in a.cs.", error.Message);
    }
}
