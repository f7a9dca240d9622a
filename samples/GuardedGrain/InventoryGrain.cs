namespace Failfast.Samples.GuardedGrain;

/// <summary>Asks the warehouse, which is out of reach.</summary>
public sealed class InventoryGrain : Grain, IInventoryGrain
{
    public Task<int> InStock() => throw new IOException($"The warehouse does not say how many of {this.GetPrimaryKeyString()} it has.");
}
