using System.Net;

namespace Failfast.Tests.Http;

/// <summary>What a call's end says of the service.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class OutcomeTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData(200, 1, 0)]
    [InlineData(302, 1, 0)]
    [InlineData(404, 1, 0)]
    [InlineData(408, 1, 1)]
    [InlineData(429, 0, 0)]
    [InlineData(500, 1, 1)]
    [InlineData(503, 1, 1)]
    [InlineData(599, 1, 1)]
    public async Task SendAsync_counts_by_the_status_and_passes_the_response_on(int status, int calls, int failures)
    {
        using var network = new ScriptedHandler((HttpStatusCode)status);
        foreach (var isSync in new[] { false, true })
        {
            var breaker = _cluster.CountingBreaker($"http-status-{status}-{isSync}");
            using var http = Client(breaker, network);
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://service.example/");
            using var response = isSync ? http.Send(request) : await http.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
            await breaker.CountsAreExactly(_cluster, calls, failures);
        }
    }

    [Theory]
    [InlineData(typeof(HttpRequestException))]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(global::Polly.Timeout.TimeoutRejectedException))]
    public async Task SendAsync_counts_exceptions_and_time_outs_of_any_kind_as_failures(Type type)
    {
        var breaker = _cluster.CountingBreaker($"http-throws-{type.Name}");
        using var network = new ScriptedHandler((_, _) => Task.FromException<HttpResponseMessage>((Exception)Activator.CreateInstance(type)!));
        using var http = new HttpMessageInvoker(new BreakerHandler(breaker) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://service.example/");

        Assert.IsType(type, await Record.ExceptionAsync(() => http.SendAsync(request, CancellationToken.None)));
        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 1);
    }

    [Fact]
    public async Task SendAsync_that_its_caller_cancels_before_it_is_slow_counts_nothing()
    {
        var breaker = _cluster.CountingBreaker("http-cancelled");
        using var network = new ScriptedHandler(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return new HttpResponseMessage();
        });
        using var http = Client(breaker, network);
        using var callers = new CancellationTokenSource();
        var call = http.GetAsync("http://service.example/", callers.Token);
        await Eventually.Is(() => network.Requests == 1);
        _cluster.Time.Advance(TimeSpan.FromSeconds(3));
        await callers.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await breaker.CountsAreExactly(_cluster, calls: 0, failures: 0);
    }

    [Fact]
    public async Task ShouldHandle_and_Ignore_decide_on_failing_statuses_and_result_rules_add_others()
    {
        const string name = "http-rules";
        _cluster.Configure(options => options
            .ShouldHandle(name, error => error is not HttpRequestException { StatusCode: HttpStatusCode.NotImplemented })
            .Ignore(name, error => error is HttpRequestException { StatusCode: HttpStatusCode.LoopDetected })
            .ShouldHandleResult<HttpResponseMessage>(name, response => response.StatusCode == HttpStatusCode.Unauthorized));
        var breaker = _cluster.CountingBreaker(name);
        var statuses = new Queue<HttpStatusCode>([HttpStatusCode.NotImplemented, HttpStatusCode.LoopDetected, HttpStatusCode.Unauthorized, HttpStatusCode.BadGateway]);
        using var network = new ScriptedHandler((_, _) => Task.FromResult(new HttpResponseMessage(statuses.Dequeue())));
        using var http = Client(breaker, network);
        while (statuses.Count > 0)
            (await http.GetAsync("http://service.example/")).Dispose();

        // A success, nothing, and two failures.
        await breaker.CountsAreExactly(_cluster, calls: 3, failures: 2);
    }

    [Fact]
    public async Task SendAsync_longer_than_CallTimeout_is_cut_short_and_fails()
    {
        var breaker = _cluster.Breaker("http-call-timeout", settings => BreakerCluster.Counting(settings) with { CallTimeout = TimeSpan.FromSeconds(1) });
        using var network = new ScriptedHandler(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return new HttpResponseMessage();
        });
        await breaker.Succeed();
        using var http = new HttpMessageInvoker(new BreakerHandler(breaker) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://service.example/");
        var call = http.SendAsync(request, CancellationToken.None);
        await Eventually.Is(() => network.Requests == 1);
        _cluster.Time.Advance(TimeSpan.FromSeconds(1.1));

        Assert.Equal(TimeSpan.FromSeconds(1), (await Assert.ThrowsAsync<CallTimeoutException>(() => call)).Timeout);
        await breaker.CountsAreExactly(_cluster, calls: 2, failures: 1);
    }

    private static HttpClient Client(IBreakerGrain breaker, ScriptedHandler network) =>
        new(new BreakerHandler(breaker) { InnerHandler = network }, disposeHandler: false);
}
