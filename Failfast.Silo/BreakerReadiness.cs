using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Failfast.Silo;

/// <summary>
/// Waits until the stored state of every breaker that configuration names has been read, so that after a restart of everything no call
/// slips through an isolated one. Storage that is down is waited for no longer than <see cref="Budget"/>: then the breakers work without.
/// </summary>
internal sealed partial class BreakerReadiness(
    IGrainFactory grains, IOptionsMonitor<FailfastOptions> options, TimeProvider time, ILogger<BreakerReadiness> logger) : BackgroundService
{
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private volatile bool _isOver;

    /// <summary>All are read, or the time is up.</summary>
    public bool IsOver => _isOver;

    // The silo is up: hosted services start one after another.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A family is no breaker.
        var names = options.CurrentValue.Breakers.Keys.Where(BreakerName.IsValid);
        using var budget = new CancellationTokenSource(Budget, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, stoppingToken);
        await Task.WhenAll(names.Select(name => Read(name, end.Token)));
        _isOver = true;
    }

    private async Task Read(string name, CancellationToken end)
    {
        var why = "no answer";
        while (!end.IsCancellationRequested)
        {
            try
            {
                var status = await grains.GetGrain<IBreakerGrain>(name).GetStatus().WaitAsync(end);
                if (status.Durability != BreakerDurability.Failing && IsKnownHere(status.Snapshot))
                    return;
                why = status.StorageError ?? why;
            }
            catch (Exception error) when (error is TimeoutException or OrleansException or OperationCanceledException)
            {
                // The cluster is in the making, or the time is up.
            }

            await Task.Delay(Between, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        LogNotRead(name, why);
    }

    // What was heard before the row was read is older. A first call asks, and waits for the answer.
    private bool IsKnownHere(BreakerSnapshot status)
    {
        var here = grains.GetGrain<IBreakerGrain>(status.Name).Snapshot;
        return here.Scope != BreakerScope.Cluster || here.Generation >= status.Generation;
    }

    [LoggerMessage(203, LogLevel.Warning, "Ready without the stored state of breaker '{Breaker}': {Why}.")]
    private partial void LogNotRead(string breaker, string why);
}
