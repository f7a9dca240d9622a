namespace Failfast.Tests.GrainCalls;

[Collection(SharedClusterTests.Name)]
public sealed class GuardedCancellationTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task GuardedBy_call_that_its_caller_cancels_counts_nothing()
    {
        var grain = _cluster.Client.GetGrain<IGuardedHangGrain>("cancelled");
        using var source = new CancellationTokenSource();
        var call = grain.UntilCancelled(hang: true, source.Token);
        await Eventually.Is(async () => await grain.Hanging() == 1);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await grain.UntilCancelled(hang: false, CancellationToken.None);
        await CountsOneSuccess("cancelled-guarded");
    }

    [Fact]
    public async Task GuardedBy_call_that_its_caller_cancels_by_grain_token_counts_nothing()
    {
        var grain = _cluster.Client.GetGrain<IGuardedHangGrain>("cancelled by grain token");
        using var source = new GrainCancellationTokenSource();
        using var never = new GrainCancellationTokenSource();
        var call = grain.UntilCancelledByGrainToken(hang: true, source.Token);
        await Eventually.Is(async () => await grain.Hanging() == 1);

        await source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await grain.UntilCancelledByGrainToken(hang: false, never.Token);
        await CountsOneSuccess("grain-cancelled-guarded");
    }

    // The call that succeeded began when the cancelled one had been judged: who knows of it knows all there is of the other.
    private async Task CountsOneSuccess(string breaker)
    {
        BreakerStatus? status = null;
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            status = await _cluster.Client.GetBreaker(breaker).GetStatus();
            return status.Calls > status.Failures;
        });
        Assert.Equal((1, 0), (status!.Calls, status.Failures));
    }
}
