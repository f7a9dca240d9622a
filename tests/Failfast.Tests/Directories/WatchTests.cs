using System.Threading.Channels;
using Failfast.Tests.Cluster;
using Failfast.Tests.Storage;

namespace Failfast.Tests.Directories;

/// <summary>Following what changes, in one cluster a test, as silos come and go.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<BreakerChange> _changes = Channel.CreateUnbounded<BreakerChange>();
    private BreakerCluster _cluster = null!;
    private Task _watching = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(silos: 2);
        _watching = Watch("watched-");
        Assert.Equal(BreakerChangeKind.Reset, (await Next(change => true)).Kind);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _watching);
        await _cluster.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Watch_tells_of_breakers_that_appear_change_and_go_and_of_no_others()
    {
        await _cluster.Client.GetBreaker("other").Isolate();
        var breaker = _cluster.Client.GetBreaker("watched-a");
        await breaker.GetStatus();
        Assert.Equal(BreakerState.Closed, (await Next("watched-a")).Breaker!.State);

        await breaker.Isolate("for the test");
        var isolated = await Next("watched-a", change => change.Breaker is { State: BreakerState.Isolated });
        Assert.Equal("for the test", isolated.Breaker!.Reason);

        await breaker.Close();
        await Next("watched-a", change => change.Breaker is { State: BreakerState.Closed });
        await breaker.Deactivate();
        await Next("watched-a", change => change.Kind == BreakerChangeKind.Gone);
    }

    [Fact]
    public async Task Watch_operated_breaker_that_is_no_longer_active_has_changed_and_goes_once_it_is_forgotten()
    {
        var breaker = _cluster.Client.GetBreaker("watched-kept");
        await breaker.Isolate("kept");
        await Next("watched-kept");
        await _cluster.IsIndexed("watched-kept");

        await breaker.Deactivate();
        var kept = await Next("watched-kept", change => change.Breaker is { IsActive: false });
        Assert.Equal((BreakerState.Isolated, "kept"), (kept.Breaker!.State, kept.Breaker.Reason));

        Assert.True(await _cluster.Client.GetBreakerDirectory().Forget("watched-kept"));
        await Next("watched-kept", change => change.Kind == BreakerChangeKind.Gone);
        Assert.Null(await _cluster.Client.GetBreakerDirectory().Find("watched-kept"));
    }

    [Fact]
    public async Task Watch_goes_on_when_a_silo_is_killed_and_another_comes_and_says_that_something_was_lost()
    {
        await _cluster.Client.GetBreaker("watched-before").GetStatus();
        await Next("watched-before");

        await _cluster.Orleans.KillSiloAsync(_cluster.Orleans.Silos[1]);
        await Next(change => change.Kind == BreakerChangeKind.Reset);
        await _cluster.Orleans.StartAdditionalSiloAsync();
        for (var i = 0; i < 10; i++)
            await _cluster.Client.GetBreaker($"watched-{i}").Isolate();

        // Told one by one, or by a reset and then in the list.
        await _cluster.Becomes(async () =>
            (await _cluster.Client.GetBreakerDirectory().Whole(new BreakerQuery { Prefix = "watched-", States = [BreakerState.Isolated] })).Total == 10);
        await _cluster.Client.GetBreaker("watched-5").Close();
        await Next("watched-5", change => change.Breaker is { State: BreakerState.Closed, LastTransition.From: BreakerState.Isolated });
        Assert.False(_watching.IsCompleted);
    }

    [Fact]
    public async Task Watch_more_changes_than_are_kept_are_told_as_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 2_500).Select(i => _cluster.Client.GetBreaker($"watched-many-{i}").GetStatus()));

        await Next(change => change.Kind == BreakerChangeKind.Reset);
        await _cluster.Client.GetBreaker("watched-many-7").Isolate();
        await Next("watched-many-7", change => change.Breaker is { State: BreakerState.Isolated });
    }

    private Task<BreakerChange> Next(string name, Func<BreakerChange, bool>? isIt = null) =>
        Next(change => change.Name == name && isIt?.Invoke(change) != false);

    private async Task<BreakerChange> Next(Func<BreakerChange, bool> isIt)
    {
        BreakerChange? found = null;
        await _cluster.Becomes(() =>
        {
            while (found is null && _changes.Reader.TryRead(out var change))
                found = isIt(change) ? change : null;
            return Task.FromResult(found is not null);
        });
        return found!;
    }

    private async Task Watch(string prefix)
    {
        await foreach (var change in _cluster.Client.GetBreakerDirectory().Watch(prefix, _stop.Token))
        {
            Assert.True(change.Name?.StartsWith(prefix, StringComparison.Ordinal) != false, $"{change}");
            await _changes.Writer.WriteAsync(change);
        }
    }
}
