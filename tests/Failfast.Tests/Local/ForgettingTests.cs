using System.Runtime.CompilerServices;
using Failfast.Local;

namespace Failfast.Tests.Local;

/// <summary>What a process keeps of breakers that it used once, and for how long.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class ForgettingTests(SharedCluster shared)
{
    private const int Many = 2_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(31);

    // An answer that a busy machine is late with begins some waits anew, of two minutes.
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(1);

    private readonly BreakerCluster _cluster = shared.Cluster;
    private readonly BreakerRegistry _known = LocalBreakers.Of(shared.Cluster.Orleans.Client.ServiceProvider).Known;

    [Fact]
    public async Task Guard_many_names_once_are_forgotten_after_the_window()
    {
        await Use(Many);
        Assert.True(Remembered("once-") > Many / 2, "they should still be there");
        await Pass(Window);
        await Eventually.Is(() => Remembered("once-") == 0, () => $"{Remembered("once-")} left");
        await Use(Many);
        await Pass(Window);
        await Eventually.Is(() => Remembered("once-") == 0, () => $"{Remembered("once-")} left");
    }

    [Fact]
    public async Task Guard_kept_reference_keeps_its_breaker_and_hears_pushes()
    {
        var kept = _cluster.Client.GetGrain<IBreakerGrain>("forget-kept");
        await kept.Succeed();
        await Eventually.Is(() => kept.Snapshot.Scope == BreakerScope.Cluster);
        await Pass(Window);
        Collect();

        Assert.Equal(1, Remembered("forget-kept"));
        await _cluster.Hosts[0].GetGrain<IBreakerGrain>("forget-kept").Isolate("from elsewhere");
        await kept.IsSeenAs(BreakerState.Isolated);
        Assert.Same(kept.Snapshot.Reason, _cluster.Client.GetBreaker("forget-kept").Snapshot.Reason);
    }

    [Fact]
    public async Task Guard_open_breaker_is_remembered_for_longer_and_not_for_ever()
    {
        await Open("forget-open");
        await Pass(TimeSpan.FromSeconds(45));
        Collect();
        Assert.Equal(1, Remembered("forget-open"));
        // It waits for a call that would probe, for a while, and then gives its lease back.
        await Pass(TimeSpan.FromSeconds(120));
        await _cluster.Becomes(() => Task.FromResult(Remembered("forget-open") == 0), step: s_long);
    }

    [Fact]
    public async Task Guard_name_met_again_counts_as_before()
    {
        for (var i = 0; i < 3; i++)
        {
            await Use("forget-again", _cluster);
            await Pass(TimeSpan.FromSeconds(1.1));
        }

        await Pass(Window);
        await Eventually.Is(() => Remembered("forget-again") == 0);
        var again = _cluster.Client.GetBreaker("forget-again");
        await again.Fail(times: 4);
        await _cluster.Becomes(async () => (await again.GetStatus()).Failures == 4);
    }

    [Fact]
    public async Task Guard_calls_in_flight_when_the_host_opens_for_itself_are_counted()
    {
        var breaker = _cluster.Client.GetBreaker("forget-not-in-flight");
        await breaker.Configure(new BreakerSettings { MinimumHosts = 2 });
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Settings.MinimumHosts == 2);
        var end = new TaskCompletionSource<int>();
        var calls = Enumerable.Range(0, 20).Select(_ => breaker.Guard(_ => end.Task)).ToList();
        await breaker.Fail(times: 5);
        Assert.Equal(BreakerScope.Host, breaker.Snapshot.Scope);
        end.SetResult(1);
        await Task.WhenAll(calls);

        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return (await breaker.GetStatus()).Calls == 26;
        });
    }

    [Fact]
    public async Task Guard_call_that_outlasts_the_use_of_its_breaker_is_counted()
    {
        var breaker = _cluster.Client.GetBreaker("forget-long-call");
        var end = new TaskCompletionSource<int>();
        var call = breaker.Guard(_ => end.Task);
        await Pass(Window);
        var inProcess = LocalBreakers.Of(_cluster.Orleans.Client.ServiceProvider).Get("forget-long-call");
        await _cluster.Becomes(() => Task.FromResult(!inProcess.IsActive), step: s_long);
        end.SetResult(1);
        await call;

        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return (await breaker.GetStatus()).Calls == 1;
        });
    }

    // In methods of their own, so that nothing is kept on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task Use(int names)
    {
        for (var i = 0; i < names; i++)
            await _cluster.Client.GetBreaker($"once-{i}").Succeed();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task Use(string name, BreakerCluster cluster) => await cluster.Client.GetBreaker(name).Succeed();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task Open(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
    }

    // Bit by bit, so that sweeps come in between, and answers to their reports.
    private async Task Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Remembered(string prefix)
    {
        Collect();
        return _known.All().Count(breaker => breaker.Name.StartsWith(prefix, StringComparison.Ordinal));
    }

    private void Collect()
    {
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
