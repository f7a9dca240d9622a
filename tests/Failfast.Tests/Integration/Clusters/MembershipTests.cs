using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Integration.Clusters;

/// <summary>Hosts that come and go while a breaker is not closed.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 2, configure: options => options.Defaults = new BreakerSettings { BreakDurationJitter = 0 });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Guard_late_joiner_keeps_the_deadline()
    {
        var breakers = _cluster.BreakersOn("late-joiner");
        await Open(breakers);
        _cluster.Time.Advance(TimeSpan.FromSeconds(2));

        var silo = await _cluster.Orleans.StartAdditionalSiloAsync();
        var late = silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IBreakerGrain>("late-joiner");

        var rejection = await late.IsRejected();
        Assert.Equal(3, rejection.RetryAfter!.Value.TotalSeconds, precision: 2);
        _cluster.Time.Advance(TimeSpan.FromSeconds(3.1));
        await _cluster.Admits(late.Succeed);
        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_host_with_the_permit_dies_and_another_probes_after_the_deadline()
    {
        var breakers = _cluster.BreakersOn("permit-lost");
        await Open(breakers);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        var runs = new TaskCompletionSource();
        _ = _cluster.Admits(() => breakers[2].Guard(_ =>
        {
            runs.SetResult();
            return new TaskCompletionSource<int>().Task;
        }));
        await runs.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        await _cluster.Orleans.KillClientAsync();
        await breakers[0].IsRejected();
        _cluster.Time.Advance(TimeSpan.FromSeconds(10.1));
        await breakers[0].IsRejected();
        // A host that died teaches nothing: the lease outlasts its probe, and is over then.
        _cluster.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, (await breakers[0].GetStatus()).Snapshot.Breaks);

        await _cluster.Admits(breakers[0].Succeed);
        await breakers[0].IsSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_open_breaker_survives_its_silo_without_storage_by_its_callers_memory()
    {
        var breakers = _cluster.BreakersOn("remembered");
        await Open(breakers);
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        var home = await _cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(breakers[2]);

        await _cluster.Orleans.KillSiloAsync(_cluster.Orleans.GetSiloForAddress(home!)!);
        var client = breakers[2];
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await client.IsRejected();

        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(20));
            await client.TryGuard(_ => ValueTask.FromResult(1));
            return (await client.GetStatus()).Snapshot.State == BreakerState.Open;
        });
        var status = await client.GetStatus();
        Assert.InRange(status.Snapshot.RetryAfter!.Value.TotalSeconds, 0.5, 3);
        Assert.Equal(1, status.Snapshot.Generation);
    }

    private async Task Open(IReadOnlyList<IBreakerGrain> breakers)
    {
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
    }
}
