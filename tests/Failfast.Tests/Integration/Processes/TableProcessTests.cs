namespace Failfast.Tests.Integration.Processes;

/// <summary>As <see cref="ProcessTests"/>, for those that share an emulator.</summary>
[CollectionDefinition(Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class TableProcessTests : ICollectionFixture<SharedAzurite>
{
    public const string Name = "processes with tables";
}
