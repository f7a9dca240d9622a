using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Http;

/// <summary>With <see cref="CountUntil.Body"/> a call goes on until its body is read.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class BodyTests(SharedCluster shared) : IAsyncLifetime
{
    private readonly BreakerCluster _cluster = shared.Cluster;
    private WebServer _server = null!;

    public async Task InitializeAsync() => _server = await WebServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(CountUntil.Body, 1)]
    [InlineData(CountUntil.Headers, 0)]
    public async Task Body_that_hangs_is_a_failure_while_it_hangs_if_it_counts(CountUntil until, int failures)
    {
        await using var it = await Start($"http-body-hang-{until}", until);
        using var response = await it.Http.GetAsync("part/hang", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(4, await body.ReadAtLeastAsync(new byte[4], 4));
        // The caller takes its time: that is no fault of the service's.
        _cluster.PassSlowLimit();
        Assert.Equal(0, (await it.Breaker.GetStatus()).Failures);

        var read = body.ReadAsync(new byte[4]).AsTask();
        _cluster.PassSlowLimit();

        if (failures > 0)
            await _cluster.Becomes(async () => await it.Breaker.GetStatus() is { Failures: 1, SlowCalls: 1 });
        Assert.False(read.IsCompleted);
        response.Dispose();
        await it.Breaker.CountsAreExactly(_cluster, calls: 2, failures, slow: failures);
        await Record.ExceptionAsync(() => read);
    }

    [Fact]
    public async Task Body_that_the_client_buffers_is_a_failure_while_it_hangs()
    {
        await using var it = await Start("http-body-buffered");
        using var callers = new CancellationTokenSource();
        var call = it.Http.GetAsync("part/hang", callers.Token);
        await Eventually.Is(() => _server.Requests == 2);
        // Twice: the headers may have their time before the body has its own.
        _cluster.PassSlowLimit();
        _cluster.PassSlowLimit();
        await _cluster.Becomes(async () => (await it.Breaker.GetStatus()).Failures == 1);
        Assert.False(call.IsCompleted);
        await callers.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await it.Breaker.CountsAreExactly(_cluster, calls: 2, failures: 1, slow: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_that_breaks_off_is_a_failure(bool isSync)
    {
        await using var it = await Start($"http-body-fault-{isSync}");
        using var request = new HttpRequestMessage(HttpMethod.Get, "part/fault");
        if (isSync)
            Assert.Throws<HttpRequestException>(() => it.Http.Send(request));
        else
            await Assert.ThrowsAsync<HttpRequestException>(() => it.Http.SendAsync(request));
        await it.Breaker.CountsAreExactly(_cluster, calls: 2, failures: 1);
    }

    [Fact]
    public async Task Body_is_a_success_when_it_is_read_to_its_end_and_not_before()
    {
        await using var it = await Start("http-body-end", settings: settings => settings with { MaxConcurrentCalls = 1 });
        using (var response = await it.Http.GetAsync("part/end", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(RejectionCause.Concurrency, (await Assert.ThrowsAsync<BreakerOpenException>(() => it.Http.GetAsync("ok"))).Cause);
            Assert.Equal("part", await response.Content.ReadAsStringAsync());
            Assert.Equal("fine", await it.Http.GetStringAsync("ok"));
        }

        await it.Breaker.CountsAreExactly(_cluster, calls: 3, failures: 0);
    }

    [Fact]
    public async Task Body_that_its_caller_leaves_is_a_success_unless_it_is_waited_for()
    {
        await using var it = await Start("http-body-left");
        (await it.Http.GetAsync("part/hang", HttpCompletionOption.ResponseHeadersRead)).Dispose();
        var waited = await it.Http.GetAsync("part/hang", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await waited.Content.ReadAsStreamAsync();
        await body.ReadAtLeastAsync(new byte[4], 4);
        var read = body.ReadAsync(new byte[4]).AsTask();
        waited.Dispose();
        await Record.ExceptionAsync(() => read);

        await it.Breaker.CountsAreExactly(_cluster, calls: 2, failures: 0);
    }

    [Fact]
    public async Task Body_that_nobody_disposes_holds_no_place_for_ever()
    {
        await using var it = await Start("http-body-dropped", settings: settings => settings with { MaxConcurrentCalls = 1 });
        await Drop(it.Http);
        await Eventually.Is(async () =>
        {
            GC.Collect();
            return await Record.ExceptionAsync(() => it.Http.GetStringAsync("ok")) is null;
        });

        static async Task Drop(HttpClient http) => await http.GetAsync("part/hang", HttpCompletionOption.ResponseHeadersRead);
    }

    [Fact]
    public async Task Event_stream_counts_with_its_headers_and_is_never_slow_afterwards()
    {
        await using var it = await Start("http-body-events");
        using var response = await it.Http.GetAsync("part/hang?type=text/event-stream", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadAtLeastAsync(new byte[4], 4);
        var read = body.ReadAsync(new byte[4]).AsTask();
        _cluster.PassSlowLimit();
        await it.Breaker.CountsAreExactly(_cluster, calls: 2, failures: 0);
        Assert.False(read.IsCompleted);
        response.Dispose();
        await Record.ExceptionAsync(() => read);
    }

    // One call is counted: the first of the process, which waits for the grain.
    private async Task<Started> Start(string name, CountUntil until = CountUntil.Body, Func<BreakerSettings, BreakerSettings>? settings = null)
    {
        var breaker = _cluster.Breaker(name, it => (settings ?? (same => same))(BreakerCluster.Counting(it)));
        var app = _cluster.App(name, http => http.On(_server).AddFailfastBreaker(options => options.CountUntil = until));
        var client = app.Client(name);
        Assert.Equal("fine", await client.GetStringAsync("ok"));
        return new(app, client, breaker);
    }

    private sealed record Started(ServiceProvider App, HttpClient Http, IBreakerGrain Breaker) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
