using Failfast.Protocol;

namespace Failfast.Directories;

/// <summary>Enters activations into the directory of their silo.</summary>
internal sealed class BreakerListings(SiloListing listing, IIndexWriter index)
{
    /// <param name="name">The breaker's name.</param>
    /// <param name="coordinator">What it knows; its state is read on any thread.</param>
    /// <param name="durability">Read on any thread.</param>
    /// <param name="clock">Read on any thread.</param>
    public ListedBreaker Add(string name, BreakerCoordinator coordinator, Func<BreakerDurability> durability, Func<TimeSpan> clock)
    {
        var breaker = new ListedBreaker(name, coordinator, durability, clock, listing, index);
        listing.Add(breaker);
        return breaker;
    }
}
