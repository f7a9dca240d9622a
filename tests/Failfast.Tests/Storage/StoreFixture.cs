using Failfast.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Storage;

/// <summary>A store beside a storage that fails on demand, in fake time.</summary>
public abstract class StoreFixture
{
    private protected static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private protected StoreFixture() => Store = new(Storage, Grain, Time, Log, Owner.Merge, Owner.IsAlone);

    private protected FaultyStorage Storage { get; } = new();

    private protected FakeTimeProvider Time { get; } = new();

    private protected StoredOwner Owner { get; } = new();

    private protected LogLines Log { get; } = new();

    private protected GrainId Grain { get; } = GrainId.Create("t", "x");

    private protected BreakerStore Store { get; }
}
