using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Failfast.Silo;

/// <summary>
/// Waits until the stored state of every breaker that configuration names has been read, so that after a complete restart no call passes
/// an isolated one. If storage is down the wait ends after <see cref="Budget"/>, and the breakers work without it.
/// </summary>
internal sealed partial class BreakerReadiness(
    IGrainFactory grains, IOptionsMonitor<FailfastOptions> options, TimeProvider time, ILogger<BreakerReadiness> logger) : BackgroundService
{
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private volatile bool _isOver;

    /// <summary>Whether all are read, or the budget is spent.</summary>
    public bool IsOver => _isOver;

    // The silo is up already, because hosted services start one after another.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Keys of families are not breaker names.
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
                // The cluster is still forming, or the budget is spent.
            }

            await Task.Delay(Between, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        LogNotRead(name, why);
    }

    // False if the local copy is from before the row was read. A copy that is not from the cluster is no problem: the first call waits
    // for the grain.
    private bool IsKnownHere(BreakerSnapshot status)
    {
        var here = grains.GetGrain<IBreakerGrain>(status.Name).Snapshot;
        return here.Scope != BreakerScope.Cluster || here.Generation >= status.Generation;
    }
}
