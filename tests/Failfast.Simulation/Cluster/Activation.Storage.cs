using Failfast.Storage;

namespace Failfast.Simulation;

/// <summary>The activation's storage.</summary>
internal sealed partial class Activation
{
    /// <summary>Stops its store.</summary>
    public void Silence() => _store.Stop();

    public bool MayGo => !_store.IsBehind;

    /// <summary>
    /// Whether it was served an older row, or another activation has written since, and no write of its own has noticed yet.
    /// </summary>
    public bool IsBehindItsRow => _world.Storage.Stored(_world.GrainIds[Breaker]) is BreakerRecord row
        && (row.CommandRevision > Coordinator.CommandRevision || row.SettingsRevision > Coordinator.SettingsRevision);

    /// <summary>Whether the commands given here, or later ones, are in storage.</summary>
    public bool IsInStorage => Coordinator.NeedsNoRow || (_world.Storage.Stored(_world.GrainIds[Breaker]) is BreakerRecord row
        && row.CommandRevision >= Coordinator.CommandRevision && row.SettingsRevision >= Coordinator.SettingsRevision);

    public bool IsSettled => !_world.Scenario.HasStorage || _store.Durability == BreakerDurability.Durable;

    private async Task Settle()
    {
        await _store.Settle(OperatorBudget, CancellationToken.None);
        _store.Stop();
        Die(isKnown: true);
    }

    BreakerRecord? IStoreOwner.Record =>
        Coordinator.NeedsNoRow ? null : BreakerRecord.Of(Coordinator.Snapshot(Now), Silo.Time.GetUtcNow());

    bool IStoreOwner.Recall(BreakerRecord record)
    {
        try
        {
            _world.Oracle.Read(this, record);
            var isTrue = Coordinator.Learn(record.ToSnapshot(Silo.Time.GetUtcNow()), Now, isStored: true);
            if (Died is null)
                Flush();
            return isTrue;
        }
        catch (Exception error)
        {
            // The store would treat an exception here as a storage error.
            _world.Violate($"{this} threw while recalling: {error}");
            return true;
        }
    }

    Task<bool> IStoreOwner.IsAlone() => Task.FromResult(!_world.Directory.Living(Breaker).Any(other => other != this));

    void IStoreOwner.Superseded() => Deactivate();

    void IStoreOwner.StoreChanged()
    {
    }
}
