namespace Failfast.Samples.GuardedGrain;

/// <summary>One article of a warehouse's stock. Its callers get a <see cref="BreakerOpenException"/> while the warehouse fails.</summary>
[GuardedBy("warehouse")]
public interface IInventoryGrain : IGrainWithStringKey
{
    Task<int> InStock();
}
