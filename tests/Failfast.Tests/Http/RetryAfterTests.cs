using System.Net;
using System.Net.Http.Headers;

namespace Failfast.Tests.Http;

/// <summary>A service says itself how long it wants not to be called.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class RetryAfterTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task SendAsync_503_with_seconds_makes_the_break_as_long() =>
        Assert.InRange(await BreakAfter("http-retry-seconds", Says(HttpStatusCode.ServiceUnavailable, new(TimeSpan.FromSeconds(40)))), 39, 40);

    [Fact]
    public async Task SendAsync_503_with_a_date_makes_the_break_last_until_then() =>
        Assert.InRange(await BreakAfter("http-retry-date", Says(HttpStatusCode.ServiceUnavailable, new(_cluster.Time.GetUtcNow() + TimeSpan.FromSeconds(30)))), 28, 30);

    [Fact]
    public async Task SendAsync_503_that_asks_for_more_than_the_longest_break_gets_that() =>
        Assert.InRange(await BreakAfter("http-retry-long", Says(HttpStatusCode.ServiceUnavailable, new(TimeSpan.FromHours(3)))), 59, 60);

    [Fact]
    public async Task SendAsync_500_with_the_header_has_the_usual_break() =>
        Assert.InRange(await BreakAfter("http-retry-other", Says(HttpStatusCode.InternalServerError, new(TimeSpan.FromSeconds(40)))), 3, 6);

    [Fact]
    public async Task SendAsync_429_opens_nothing_and_lengthens_the_break_that_failures_cause()
    {
        var breaker = _cluster.Client.GetBreaker("http-retry-429");
        for (var i = 0; i < 10; i++)
            await Send(breaker, Says(HttpStatusCode.TooManyRequests, new(TimeSpan.FromSeconds(40))));
        Assert.Equal(BreakerState.Closed, breaker.State);

        await breaker.Fail(times: 5);
        await breaker.IsSeenAs(BreakerState.Open);

        Assert.InRange(breaker.Snapshot.RetryAfter!.Value.TotalSeconds, 39, 40);
        Assert.Contains("asks for a pause of 40 s", breaker.Snapshot.Reason, StringComparison.Ordinal);
    }

    private async Task<double> BreakAfter(string name, HttpResponseMessage failure)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        for (var i = 0; i < 5; i++)
            await Send(breaker, failure);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        return breaker.Snapshot.RetryAfter!.Value.TotalSeconds;
    }

    private static async Task Send(IBreakerGrain breaker, HttpResponseMessage answer)
    {
        using var network = new ScriptedHandler((_, _) => Task.FromResult(answer));
        using var http = new HttpMessageInvoker(new BreakerHandler(breaker) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://service.example/");
        await http.SendAsync(request, CancellationToken.None);
    }

    private static HttpResponseMessage Says(HttpStatusCode status, RetryConditionHeaderValue header)
    {
        var response = new HttpResponseMessage(status);
        response.Headers.RetryAfter = header;
        return response;
    }
}
