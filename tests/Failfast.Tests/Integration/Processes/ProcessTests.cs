namespace Failfast.Tests.Integration.Processes;

/// <summary>Tests with many processes take turns: two at a time would keep each other waiting.</summary>
[CollectionDefinition(Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
