using Failfast.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>
/// Writes one breaker's record behind its grain's turns: the latest wins, retried with backoff, fenced by ETag. On a conflict it reads
/// the row again and merges, so that the later state wins whoever wrote it. What can't be read is read again; until it is, nothing is
/// written over it, and nothing is called durable. Runs on the grain's scheduler.
/// </summary>
/// <param name="storage">Null keeps nothing.</param>
/// <param name="grain">Whose state it is.</param>
/// <param name="time">The grain's clock.</param>
/// <param name="logger">The grain's log.</param>
/// <param name="merge">Takes what was found in storage; says what storage should hold then.</param>
/// <param name="isAlone">Whether the cluster has no other activation of the breaker.</param>
/// <param name="wrote">Told how each try to write ended.</param>
/// <param name="storms">Keeps an outage of storage, which concerns all breakers, to a few lines.</param>
internal sealed partial class BreakerStore(
    IGrainStorage? storage, GrainId grain, TimeProvider time, ILogger logger, Func<BreakerRecord, MergedRecord> merge, Func<Task<bool>> isAlone,
    Action<StorageOutcome>? wrote = null, StormLog? storms = null)
{
    private readonly ILogger _logger = logger;
    private readonly RetryPause _retry = new(time);
    private readonly BreakerRow? _row = storage is null ? null : new BreakerRow(storage, grain, time);
    private BreakerRecord? _record;
    private TaskCompletionSource _tried = new();
    private Task _written = Task.CompletedTask;
    private string? _failure;
    private bool _isWriting;
    private bool _isDirty;
    private bool _isStopped;

    public BreakerDurability Durability =>
        _row is null ? BreakerDurability.Volatile
        : _failure is not null ? BreakerDurability.Failing
        : _isDirty || _isWriting ? BreakerDurability.Pending
        : BreakerDurability.Durable;

    /// <summary>Whether it is known what storage holds, as far as there is one.</summary>
    public bool IsRead => _row is null or { IsRead: true };

    /// <summary>The last error and whose row it concerns, until a try succeeds.</summary>
    public string? Error => _failure;

    /// <summary>Whether this activation is all that knows the state: storage has none, or an older one.</summary>
    public bool IsBehind => _row is null
        ? _record is not null
        : Durability != BreakerDurability.Durable && (_record is not null || _row.Record is not null || _row.MayBeCleared);

    /// <summary>Another activation has taken over and cleared the row: what this one remembers is of no use, and is not written.</summary>
    public bool IsSuperseded { get; private set; }

    /// <summary>Ends with the first try of what is to be written, and at once where there is nothing.</summary>
    public Task Tried => _isWriting ? _tried.Task : Task.CompletedTask;

    /// <summary>Has the record written soon, unless storage holds it.</summary>
    /// <param name="record">What storage should hold; null for a breaker that is plain closed and needs no row.</param>
    /// <returns>Ends when nothing is left to write, however many tries that takes, or the store has stopped.</returns>
    public Task Save(BreakerRecord? record)
    {
        _record = record;
        if (_row is null || _isStopped || (_failure is null && !_isWriting && _row.IsRead && Holds(_row, record)))
            return Task.CompletedTask;
        _isDirty = true;
        if (_isWriting)
            return _written;
        _isWriting = true;
        _tried = new TaskCompletionSource();
        return _written = WriteUntilClean(_row);
    }

    /// <summary>Waits until everything is written, or a try has failed, or the budget is spent. The next try is made at once.</summary>
    public async Task FlushAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        if (!_isWriting)
            return;
        if (_tried.Task.IsCompleted)
            _tried = new TaskCompletionSource();
        _retry.Cut();
        try
        {
            await _tried.Task.WaitAsync(budget, time, cancellationToken);
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
                wrote?.Invoke(StorageOutcome.Conflict);
                LogConflict(grain);
            }
            catch (Exception error)
            {
                _failure = Describe(row, error);
                if (error is InconsistentStateException)
                    row.Distrust();
                var isNewer = _isDirty;
                _isDirty = true;
                wrote?.Invoke(StorageOutcome.Failure);
                LogTryFailed(LevelOf("could not be stored"), error, grain, _failure, _retry.Length);
                // What came meanwhile has not been tried, and somebody may wait for it.
                if (isNewer)
                    continue;
                _tried.TrySetResult();
                await _retry.Wait();
            }
        }

        _isWriting = false;
        _tried.TrySetResult();
    }

    private async Task ReadAndWrite(BreakerRow row)
    {
        await ReadIfUnread(row);
        // Somebody has cleared the row, so that it held no operator's command. If this activation has none to write either, and another one
        // exists, that one has closed the breaker. Asked twice: a command may be given while the cluster is asked.
        if (_hasVanished && Yields() && !await isAlone() && Yields())
        {
            LogSuperseded(grain);
            Stop();
            IsSuperseded = true;
            return;
        }

        // Reading may have taken long: what another activation has read since is not written over, nor called written.
        if (_isStopped)
        {
            _isDirty = true;
            return;
        }

        _hasVanished = false;
        if (Holds(row, _record))
            return;
        if (_record is null)
            await row.Clear();
        else
            await row.Write(_record);
        wrote?.Invoke(StorageOutcome.Success);
    }

    private LogLevel LevelOf(string happened) => storms?.LevelOf(LogLevel.Warning, happened, grain.Key.ToString()!) ?? LogLevel.Warning;

    private bool Yields() => _record is { } ours && !ours.HasCommand();

    private static bool Holds(BreakerRow row, BreakerRecord? record) =>
        record is null ? row.Record is null : record.SaysTheSameAs(row.Record);

    private static string Describe(BreakerRow row, Exception error) =>
        $"Could not {(row.IsRead ? "write" : "read")} {row}: {StorageTrouble.Describe(error)}";
}
