namespace Failfast.Storage;

/// <summary>How it reads the row: without holding up the grain, and merging what it finds.</summary>
internal sealed partial class BreakerStore
{
    private static readonly TimeSpan ReadBudget = TimeSpan.FromMilliseconds(500);

    private Task? _firstRead;
    private bool _hasVanished;

    /// <summary>Reads the row. With storage slow or down the grain goes on without it, and learns when it is back.</summary>
    public async Task Load(CancellationToken cancellationToken)
    {
        if (_row is null)
            return;
        try
        {
            _firstRead = Read(_row);
            await _firstRead.WaitAsync(ReadBudget, time, cancellationToken);
            _firstRead = null;
        }
        catch (Exception error)
        {
            _failure = Describe(_row, error);
            LogReadFailed(LevelOf("could not be read from storage"), error, grain, _failure);
            _ = Save(_record);
        }
    }

    private async Task ReadIfUnread(BreakerRow row)
    {
        if (_firstRead is { } reading)
        {
            _firstRead = null;
            await reading;
        }

        if (!row.IsRead)
            await Read(row);
    }

    private async Task Read(BreakerRow row)
    {
        var (known, mayBeCleared) = (row.Record, row.MayBeCleared);
        await row.Read();
        if (row.Record is { } found)
        {
            var merged = merge(found);
            if (!merged.IsPlausible)
                throw row.RejectRow();
            _record = merged.Record;
        }

        // Gone, and not by this hand: closed elsewhere, or, if there is nobody else, lost by storage and to be written again.
        _hasVanished |= known is not null && row.Record is null && !mayBeCleared;
    }
}
