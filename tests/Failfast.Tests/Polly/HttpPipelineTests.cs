using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Tests.Polly;

/// <summary>The breaker within <c>AddResilienceHandler</c> of an HttpClient.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class HttpPipelineTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task ResilienceHandler_opens_after_the_threshold_of_bad_answers_and_does_not_retry_rejections()
    {
        using var dependency = new Answering(HttpStatusCode.InternalServerError);
        await using var services = Services("polly-http", dependency);
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        // One request and two retries, and one and one: the second retry is rejected.
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
        var outcome = await Record.ExceptionAsync(() => client.GetAsync(new Uri("/", UriKind.Relative)));
        await _cluster.Client.GetBreaker("polly-http").IsSeenAs(BreakerState.Open);
        var calls = dependency.Calls;
        var rejected = await Assert.ThrowsAsync<BrokenCircuitException>(() => client.GetAsync(new Uri("/", UriKind.Relative)));

        // Whether the sixth attempt was rejected depends on how fast the grain answered.
        Assert.True(outcome is null or BrokenCircuitException, $"{outcome}");
        Assert.InRange(calls, 5, 6);
        Assert.Equal(calls, dependency.Calls);
        Assert.Equal("polly-http", Assert.IsType<BreakerOpenException>(rejected.InnerException).BreakerName);
    }

    [Fact]
    public async Task ResilienceHandler_passes_good_answers_and_those_of_the_callers_fault()
    {
        using var dependency = new Answering(HttpStatusCode.NotFound);
        await using var services = Services("polly-http-well", dependency);
        var breaker = _cluster.CountingBreaker("polly-http-well");
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        for (var i = 0; i < 7; i++)
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);

        await breaker.CountsAreExactly(_cluster, calls: 7, failures: 0);
    }

    private ServiceProvider Services(string breaker, HttpMessageHandler dependency)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IGrainFactory>(_cluster.Client);
        services.AddHttpClient("shop", client => client.BaseAddress = new Uri("http://shop.test"))
            .ConfigurePrimaryHttpMessageHandler(() => dependency)
            .AddResilienceHandler("shop", (pipeline, context) => pipeline
                .AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.Zero, UseJitter = false })
                .AddFailfastBreaker(context.ServiceProvider.GetRequiredService<IGrainFactory>(), breaker, new()
                {
                    ShouldHandle = new HttpCircuitBreakerStrategyOptions().ShouldHandle,
                })
                .AddTimeout(TimeSpan.FromSeconds(10)));
        return services.BuildServiceProvider();
    }

    private sealed class Answering(HttpStatusCode status) : HttpMessageHandler
    {
        private int _calls;

        public int Calls => _calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request });
        }
    }
}
