namespace Failfast.Tests.Integration.Packages;

/// <summary>Packed and built once for all of them.</summary>
[CollectionDefinition(Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class PackageTests : ICollectionFixture<PackedPackages>
{
    public const string Name = "packages";
}
