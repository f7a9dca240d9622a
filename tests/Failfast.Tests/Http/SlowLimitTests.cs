using Failfast.Http;

namespace Failfast.Tests.Http;

/// <summary>Which limit a call has, and what comes of it when it answers after all.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class SlowLimitTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData("default", null, 4, 3.9, 0)]
    [InlineData("default-over", null, 4, 4.2, 1)]
    [InlineData("shorter", 1.0, 4, 1.2, 1)]
    [InlineData("longer", 30.0, 4, 29.0, 0)]
    [InlineData("longer-over", 30.0, 4, 30.2, 1)]
    [InlineData("off", null, null, 60.0, 0)]
    public async Task SendAsync_is_slow_after_the_breakers_SlowCallDuration_or_else_its_own(
        string name, double? setting, int? own, double waited, int failures)
    {
        var breaker = await Met($"http-limit-{name}", settings => settings with { SlowCallDuration = setting is { } seconds ? TimeSpan.FromSeconds(seconds) : null });
        var (answer, call) = Begin(breaker, own);

        _cluster.Time.Advance(TimeSpan.FromSeconds(waited));
        if (failures > 0)
            await _cluster.Becomes(async () => (await breaker.GetStatus()).Failures == failures);
        Assert.False(call.IsCompleted);
        answer.SetResult(new HttpResponseMessage());
        (await call).Dispose();

        // The call before has been forgotten where so much time has passed.
        await _cluster.Becomes(async () =>
        {
            var status = await breaker.GetStatus();
            return status.Failures == failures && status.SlowCalls == failures && status.Calls >= 1;
        });
    }

    [Fact]
    public async Task SendAsync_that_ends_slow_between_two_sweeps_counts_once()
    {
        var breaker = await Met("http-between-sweeps", settings => settings);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
        var (answer, call) = Begin(breaker, own: 4);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(3_990));
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(15));
        answer.SetResult(new HttpResponseMessage());
        (await call).Dispose();

        await breaker.CountsAreExactly(_cluster, calls: 2, failures: 1, slow: 1);
    }

    [Fact]
    public async Task SendAsync_slow_while_slow_calls_are_judged_apart_is_no_failure()
    {
        var breaker = await Met("http-apart", settings => settings with { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = 1 });
        var (answer, call) = Begin(breaker, own: 4);
        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));
        answer.SetResult(new HttpResponseMessage());
        (await call).Dispose();

        await breaker.CountsAreExactly(_cluster, calls: 2, failures: 0, slow: 1);
    }

    [Theory]
    [InlineData(4.0, -1.0, 0.0, 4.0)]
    [InlineData(4.0, 100.0, 0.0, 4.0)]
    [InlineData(4.0, 100.0, 99.0, 4.0)]
    [InlineData(4.0, 5.0, 0.0, 3.75)]
    [InlineData(4.0, 2.0, 0.0, 1.5)]
    [InlineData(4.0, 2.0, 1.0, 0.75)]
    [InlineData(4.0, 2.0, 1.1, 4.0)]
    [InlineData(1.0, 2.0, 0.0, 1.0)]
    [InlineData(null, 2.0, 0.0, null)]
    public void Limit_is_below_what_is_left_of_the_clients_time_out(double? wanted, double timeout, double spent, double? limit)
    {
        var client = new ClientTimeout();
        client.Note(timeout < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(timeout));
        Assert.Equal(limit, client.Limit(wanted is { } seconds ? TimeSpan.FromSeconds(seconds) : null, TimeSpan.FromSeconds(spent))?.TotalSeconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(256 * 1024, 1)]
    [InlineData(long.MaxValue, 3600)]
    public void UploadTime_is_a_second_for_each_256_KiB(long length, double seconds)
    {
        using var content = new ByteArrayContent([]);
        content.Headers.ContentLength = length;
        Assert.Equal(seconds, UploadTime.Of(content).TotalSeconds);
        Assert.Equal(TimeSpan.Zero, UploadTime.Of(null));
    }

    [Fact]
    public async Task SendAsync_of_a_large_body_may_take_longer()
    {
        var breaker = await Met("http-upload", settings => settings);
        var (answer, call) = Begin(breaker, own: 4, new ByteArrayContent(new byte[512 * 1024]));
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.8));
        Assert.Equal(0, (await breaker.GetStatus()).Failures);
        _cluster.Time.Advance(TimeSpan.FromSeconds(.4));
        await _cluster.Becomes(async () => await breaker.GetStatus() is { Failures: 1, SlowCalls: 1 });
        answer.SetResult(new HttpResponseMessage());
        (await call).Dispose();
    }

    private static (TaskCompletionSource<HttpResponseMessage> Answer, Task<HttpResponseMessage> Call) Begin(
        IBreakerGrain breaker, int? own, HttpContent? body = null)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var options = new HttpBreakerOptions { SlowCallDuration = own is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        var http = new HttpMessageInvoker(new BreakerHandler(breaker, options) { InnerHandler = new ScriptedHandler((_, _) => answer.Task) });
        return (answer, http.SendAsync(new HttpRequestMessage(HttpMethod.Put, "http://service.example/") { Content = body }, CancellationToken.None));
    }

    /// <summary>Known here, with one success counted.</summary>
    private async Task<IBreakerGrain> Met(string name, Func<BreakerSettings, BreakerSettings> settings)
    {
        var breaker = _cluster.Breaker(name, it => settings(BreakerCluster.Counting(it)));
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Scope == BreakerScope.Cluster);
        return breaker;
    }
}
