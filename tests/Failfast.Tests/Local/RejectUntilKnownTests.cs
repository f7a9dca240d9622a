using Failfast.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Failfast.Tests.Local;

public sealed class RejectUntilKnownTests : IAsyncLifetime
{
    private readonly GrainOutage _outage = new() { Now = GrainOutage.Kind.Refuse };
    private readonly LogLines _log = new();
    private readonly FaultyStorage _storage = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        options => options.Breakers["vault-*"] = options.Defaults with { RejectUntilKnown = TimeSpan.FromSeconds(10) },
        silo => silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", _storage),
        client =>
        {
            client.AddOutgoingGrainCallFilter(_outage);
            client.Services.AddLogging(it => it.AddProvider(_log).AddFilter<LogLines>("Failfast", LogLevel.Information));
        });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Guard_grain_unreachable_is_rejected_until_the_time_is_over_and_the_log_says_both()
    {
        var breaker = _cluster.Client.GetBreaker("vault-a");

        var rejection = await breaker.IsRejected();

        Assert.Contains("its state is not known yet", rejection.ToException().Message, StringComparison.Ordinal);
        Assert.Null(breaker.TryEnter());
        await Eventually.Is(() => _log.All.Contains("Information: Breaker 'vault-a' is Open here, as decided by Alone: its state is not known yet."));
        _cluster.Time.Advance(TimeSpan.FromSeconds(9));
        await breaker.IsRejected();
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await breaker.Succeed();
        await Eventually.Is(() => _log.All.Any(line => line.StartsWith(
            "Warning: Breaker 'vault-a' is Closed here, as decided by Alone: the time to reject calls until its state is known is over", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Guard_grain_can_not_read_its_row_is_rejected_until_the_time_is_over_and_the_log_warns()
    {
        (_outage.Now, _storage.Failure) = (GrainOutage.Kind.None, new IOException("storage is down"));
        var breaker = _cluster.Client.GetBreaker("vault-d");
        await breaker.IsRejected();

        _cluster.Time.Advance(TimeSpan.FromSeconds(10));

        await _cluster.Becomes(async () => (await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);
        await Eventually.Is(
            () => _log.All.Any(line => line.StartsWith("Warning: Breaker 'vault-d' is Closed here", StringComparison.Ordinal)
                && line.Contains("the time to reject calls until its state is known is over", StringComparison.Ordinal)),
            () => string.Join('\n', _log.All));
    }

    [Fact]
    public async Task Guard_grain_answers_and_calls_run()
    {
        var breaker = _cluster.Client.GetBreaker("vault-b");
        await breaker.IsRejected();

        _outage.Now = GrainOutage.Kind.None;

        await _cluster.Becomes(async () => (await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);
        Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (breaker.State, breaker.Snapshot.Scope));
    }

    [Fact]
    public async Task Guard_breaker_isolated_before_never_runs_a_call()
    {
        var silo = _cluster.BreakersOn("vault-c")[0];
        await silo.Isolate("closed for good");
        var breaker = _cluster.Client.GetBreaker("vault-c");
        await breaker.IsRejected();

        _outage.Now = GrainOutage.Kind.None;

        await _cluster.Becomes(async () =>
        {
            Assert.False((await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);
            return breaker.Snapshot is { State: BreakerState.Isolated, Scope: BreakerScope.Cluster };
        });
    }
}
