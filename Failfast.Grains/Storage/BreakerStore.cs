using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>
/// Writes one breaker's state behind its turns: latest wins, retried with backoff, fenced by ETag. On a conflict it reads again
/// and lets the grain learn, so that the later state wins whoever wrote it. What can't be read is read again; until it is, nothing is
/// written over it, and nothing is called durable. Runs on the grain's scheduler.
/// </summary>
/// <param name="storage">Null keeps nothing.</param>
/// <param name="grain">Whose state it is.</param>
/// <param name="time">The grain's clock.</param>
/// <param name="logger">The grain's log.</param>
/// <param name="owner">The grain.</param>
internal sealed partial class BreakerStore(
    IGrainStorage? storage, GrainId grain, TimeProvider time, ILogger logger, IStoreOwner owner)
{
    private static readonly TimeSpan ReadBudget = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _logger = logger;
    private readonly RetryPause _retry = new(time);
    private readonly BreakerRow? _row = storage is null ? null : new BreakerRow(storage, grain, time);
    private TaskCompletionSource _settled = new();
    private Task? _firstRead;
    private string? _failure;
    private bool _isWriting;
    private bool _isDirty;
    private bool _isStopped;
    private bool _hasVanished;

    public BreakerDurability Durability =>
        _row is null ? BreakerDurability.Volatile
        : _failure is not null ? BreakerDurability.Failing
        : _isDirty || _isWriting ? BreakerDurability.Pending
        : BreakerDurability.Durable;

    /// <summary>The last error and whose row it concerns, until a try succeeds.</summary>
    public string? Error => _failure;

    /// <summary>Whether this activation is all that knows the state: storage has none, or an older one.</summary>
    public bool IsBehind => _row is null
        ? owner.Record is not null
        : Durability != BreakerDurability.Durable && (owner.Record is not null || _row.Record is not null || _row.MayBeCleared);

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
            LogReadFailed(error, grain, _failure);
            Save();
        }
    }

    /// <summary>Has the current state written soon, unless it was just read from storage.</summary>
    public void Save()
    {
        if (_row is null || _isStopped || (_failure is null && !_isWriting && _row.IsRead && Holds(_row, owner.Record)))
            return;
        _isDirty = true;
        if (_isWriting)
            return;
        _isWriting = true;
        _settled = new TaskCompletionSource();
        _ = WriteUntilClean(_row);
    }

    /// <summary>Waits until everything is written, or a try has failed, or the budget is spent. The next try is made at once.</summary>
    public async Task Settle(TimeSpan budget, CancellationToken cancellationToken)
    {
        if (!_isWriting)
            return;
        if (_settled.Task.IsCompleted)
            _settled = new TaskCompletionSource();
        _retry.Cut();
        try
        {
            await _settled.Task.WaitAsync(budget, time, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // The status says so: pending.
        }
    }

    /// <summary>No further try: the activation ends, and what it knows is the next one's to write.</summary>
    public void Stop()
    {
        _isStopped = true;
        _retry.Cut();
    }

    private async Task WriteUntilClean(BreakerRow row)
    {
        var conflicts = 0;
        while (_isDirty && !_isStopped)
        {
            _isDirty = false;
            try
            {
                await ReadAndWrite(row);
                _retry.Reset();
                (_failure, conflicts) = (null, 0);
            }
            catch (InconsistentStateException) when (++conflicts == 1)
            {
                // Somebody else wrote: read what, learn from it, and write again if one's own is later.
                row.Distrust();
                _isDirty = true;
                LogConflict(grain);
            }
            catch (Exception error)
            {
                _failure = Describe(row, error);
                if (error is InconsistentStateException)
                    row.Distrust();
                var isNewer = _isDirty;
                _isDirty = true;
                LogTryFailed(error, grain, _failure, _retry.Length);
                // What came meanwhile has not been tried, and somebody may wait for it.
                if (isNewer)
                    continue;
                _settled.TrySetResult();
                owner.StoreChanged();
                await _retry.Wait();
            }
        }

        _isWriting = false;
        _settled.TrySetResult();
        if (!_isStopped)
            owner.StoreChanged();
    }

    private async Task ReadAndWrite(BreakerRow row)
    {
        if (_firstRead is { } reading)
        {
            _firstRead = null;
            await reading;
        }

        if (!row.IsRead)
            await Read(row);
        // A row that holds an operator's command is never cleared: one that is gone knew of none, and a command still to be written counts.
        // Nor one that is given while the others are asked.
        if (_hasVanished && Yields() && !await owner.IsAlone() && Yields())
        {
            LogSuperseded(grain);
            Stop();
            owner.Superseded();
            return;
        }

        // Reading may have taken long: what another activation has read since is not written over, nor called written.
        if (_isStopped)
        {
            _isDirty = true;
            return;
        }

        _hasVanished = false;
        var record = owner.Record;
        if (Holds(row, record))
            return;
        if (record is null)
            await row.Clear();
        else
            await row.Write(record);
    }

    private bool Yields() => owner.Record is { } ours && !ours.HasCommand();

    private static bool Holds(BreakerRow row, BreakerRecord? record) =>
        record is null ? row.Record is null : record.SaysTheSameAs(row.Record);

    private async Task Read(BreakerRow row)
    {
        var (known, mayBeCleared) = (row.Record, row.MayBeCleared);
        await row.Read();
        if (row.Record is { } found && !owner.Recall(found))
            throw row.RejectRow();

        // Gone, and not by this hand: closed elsewhere, or, if there is nobody else, lost by storage and to be written again.
        _hasVanished |= known is not null && row.Record is null && !mayBeCleared;
    }

    private static string Describe(BreakerRow row, Exception error) =>
        $"Could not {(row.IsRead ? "write" : "read")} {row}: {StorageTrouble.Describe(error)}";
}
