namespace Failfast.Tests.Fixtures;

/// <summary>What is measured of the machine or of this process: no other test runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class UndisturbedTests
{
    public const string Name = "undisturbed";
}
