using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>
/// Writes one breaker's state behind its turns: latest wins, retried with backoff, fenced by ETag. On a conflict it reads again
/// and lets the grain learn, so that the later state wins whoever wrote it. Runs on the grain's scheduler.
/// </summary>
/// <param name="storage">Null keeps nothing.</param>
/// <param name="grain">Whose state it is.</param>
/// <param name="time">The grain's clock.</param>
/// <param name="logger">The grain's log.</param>
/// <param name="current">What storage should hold now; null for a breaker that is plain closed and needs no row.</param>
/// <param name="recalled">Hands the grain what was found in storage.</param>
internal sealed partial class BreakerStore(
    IGrainStorage? storage, GrainId grain, TimeProvider time, ILogger logger,
    Func<BreakerRecord?> current, Action<BreakerRecord> recalled)
{
    private const string StateName = "breaker";
    private static readonly TimeSpan ReadBudget = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly GrainState<BreakerRecord> _row = new(new BreakerRecord());
    private readonly ILogger _logger = logger;
    private TaskCompletionSource _settled = Settled();
    private Task? _reading;
    private bool _isRead;
    private bool _isWriting;
    private bool _isDirty;

    public BreakerDurability Durability =>
        storage is null ? BreakerDurability.Volatile
        : Error is not null ? BreakerDurability.Failing
        : _isDirty || _isWriting ? BreakerDurability.Pending
        : BreakerDurability.Durable;

    /// <summary>The last error, until a write succeeds.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads the row. With storage slow or down the grain goes on without it, and learns when it is back.</summary>
    public async Task Load(CancellationToken cancellationToken)
    {
        if (storage is null)
            return;
        try
        {
            _reading = Read();
            await _reading.WaitAsync(ReadBudget, time, cancellationToken);
        }
        catch (Exception error)
        {
            Error = Describe(error);
            LogReadFailed(error, grain);
            Save();
        }
    }

    /// <summary>Has the current state written soon.</summary>
    public void Save()
    {
        if (storage is null)
            return;
        _isDirty = true;
        if (_isWriting)
            return;
        _isWriting = true;
        _settled = new TaskCompletionSource();
        _ = WriteUntilClean();
    }

    /// <summary>Waits until everything is written, or the first try has failed, or the budget is spent.</summary>
    public async Task Settle(TimeSpan budget, CancellationToken cancellationToken)
    {
        try
        {
            await _settled.Task.WaitAsync(budget, time, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // The status says so: pending.
        }
    }

    private async Task WriteUntilClean()
    {
        for (var retry = FirstRetry; _isDirty; retry = Longer(retry))
        {
            _isDirty = false;
            try
            {
                await (_reading ?? Task.CompletedTask);
                if (!_isRead)
                    await Read();
                await Write();
                Error = null;
                retry = FirstRetry;
            }
            catch (InconsistentStateException)
            {
                // Somebody else wrote: read what, learn from it, and write again if one's own is later.
                _isRead = false;
                _isDirty = true;
                LogConflict(grain);
            }
            catch (Exception error)
            {
                _reading = null;
                _isDirty = true;
                Error = Describe(error);
                LogWriteFailed(error, grain, retry);
                _settled.TrySetResult();
                await Task.Delay(retry, time);
            }
        }

        _isWriting = false;
        _settled.TrySetResult();
    }

    private async Task Read()
    {
        await storage!.ReadStateAsync(StateName, grain, _row);
        _isRead = true;
        if (_row.RecordExists && _row.State is { } record)
            recalled(record);
        Error = null;
    }

    private async Task Write()
    {
        var record = current();
        if (record is null && !_row.RecordExists)
            return;
        if (record is null)
        {
            await storage!.ClearStateAsync(StateName, grain, _row);
        }
        else if (!_row.RecordExists || !record.SaysTheSameAs(_row.State))
        {
            _row.State = record;
            await storage!.WriteStateAsync(StateName, grain, _row);
        }
    }

    private static TimeSpan Longer(TimeSpan retry) => retry * 2 < LongestRetry ? retry * 2 : LongestRetry;

    private static string Describe(Exception error) => $"{error.GetType().Name}: {error.Message}";

    private static TaskCompletionSource Settled()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    [LoggerMessage(103, LogLevel.Warning, "The stored state of {Grain} could not be read; the breaker works without it and tries again.")]
    private partial void LogReadFailed(Exception error, GrainId grain);

    [LoggerMessage(104, LogLevel.Warning, "The state of {Grain} could not be written; trying again in {Retry}.")]
    private partial void LogWriteFailed(Exception error, GrainId grain, TimeSpan retry);

    [LoggerMessage(105, LogLevel.Information, "The state of {Grain} was written by another activation; reading it.")]
    private partial void LogConflict(GrainId grain);
}
