namespace Failfast.Tests.Integration.Processes;

/// <summary>As <see cref="ProcessTests"/>, for those that start the ready silo.</summary>
[CollectionDefinition(Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class ReadySiloTests
{
    public const string Name = "ready silos";
}
