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
        await _store.FlushAsync(OperatorBudget, CancellationToken.None);
        _store.Stop();
        Die(isKnown: true);
    }

    private void BeginToSave()
    {
        Coordinator.AwaitsRow = !_store.IsRead;
        _ = Save();
    }

    private async Task Save()
    {
        await _store.Save(Record());
        if (_store.IsRead && Died is null)
            CarryOut(Coordinator.RowRead());
        if (_store.IsSuperseded)
            Deactivate();
    }

    private BreakerRecord? Record() => Coordinator.NeedsNoRow ? null : BreakerRecord.Of(Coordinator.Snapshot(Now), Silo.Time.GetUtcNow());

    private MergedRecord Merge(BreakerRecord found)
    {
        try
        {
            _world.Oracle.Read(this, found);
            var (isPlausible, effects) = Coordinator.Learn(found.ToSnapshot(Silo.Time.GetUtcNow()), Now, isStored: true);
            if (Died is null)
                CarryOut(effects with { Persist = false });
            return new(isPlausible, Record());
        }
        catch (Exception error)
        {
            // The store takes what is thrown here for its own trouble.
            _world.Violate($"{this} threw while merging: {error}");
            return new(IsPlausible: true, Record());
        }
    }

    private Task<bool> IsAlone() => Task.FromResult(!_world.Directory.Living(Breaker).Any(other => other != this));
}
