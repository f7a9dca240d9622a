using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Failfast.Tests.Fixtures.SlowFirst", "Failfast.Tests")]

namespace Failfast.Tests.Fixtures;

/// <summary>Starts with the collections of slow tests: they wait most of the time, and the others fill that.</summary>
public sealed class SlowFirst : ITestCollectionOrderer
{
    private const string OfOneClass = "Test collection for ";

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => IsSlow(TypeOf(collection)) ? 0 : 1);

    /// <summary>What defines it, or its one class.</summary>
    private static Type? TypeOf(ITestCollection collection) => typeof(SlowFirst).Assembly.GetType(
        collection.CollectionDefinition?.Name ?? collection.DisplayName.Replace(OfOneClass, "", StringComparison.Ordinal).Split(' ')[0]);

    private static bool IsSlow(Type? type) => type?.GetCustomAttributesData().Any(attribute =>
        attribute.AttributeType == typeof(TraitAttribute) && (string?)attribute.ConstructorArguments[1].Value == Category.Slow) == true;
}
