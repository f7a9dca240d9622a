using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Rejections;

[Collection(SharedClusterTests.Name)]
public sealed class RejectionTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Request_rejected_by_an_open_breaker_is_503_with_problem_details_and_Retry_After()
    {
        var breaker = await Open("refused-open");
        await using var server = await RejectingServer.Start(_ => breaker.Succeed());

        using var response = await server.Http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var problem = await Read(response);
        Assert.Equal(503, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.DoesNotContain("refused-open", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("TimeoutException", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_rejected_by_an_isolated_breaker_has_no_Retry_After()
    {
        var breaker = await Isolated("refused-isolated");
        await using var server = await RejectingServer.Start(_ => breaker.Succeed());

        using var response = await server.Http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
        Assert.DoesNotContain("moving", (await Read(response)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_rejected_names_breaker_and_reason_where_asked_to()
    {
        var breaker = await Isolated("refused-named");
        await using var server = await RejectingServer.Start(
            _ => breaker.Succeed(), services => services.AddFailfastRejections(options => options.IncludeBreaker = true));

        using var response = await server.Http.GetAsync(new Uri("/", UriKind.Relative));

        var problem = await Read(response);
        Assert.Equal("refused-named", problem.GetProperty("breaker").GetString());
        Assert.Equal("moving", problem.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Request_rejected_in_a_grain_or_wrapped_in_another_exception_is_503()
    {
        await Isolated("refused-in-a-grain");
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("refusing");
        // Its silo may meet the breaker only now.
        await Eventually.Throws<BreakerOpenException>(() => grain.Pass("refused-in-a-grain"));
        await using var server = await RejectingServer.Start(async _ =>
        {
            try
            {
                await grain.Pass("refused-in-a-grain");
            }
            catch (BreakerOpenException rejected)
            {
                throw new InvalidOperationException("could not pay", rejected);
            }
        });

        using var response = await server.Http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Request_that_accepts_no_JSON_gets_the_status_and_the_header()
    {
        var breaker = await Open("refused-html");
        await using var server = await RejectingServer.Start(_ => breaker.Succeed());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/html") } } };

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_that_fails_otherwise_is_left_to_the_app()
    {
        var others = new List<Exception>();
        await using var server = await RejectingServer.Start(
            _ => throw new TimeoutException("own"), services => services.AddSingleton<IExceptionHandler>(new Others(others)));

        using var response = await server.Http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("own", Assert.IsType<TimeoutException>(Assert.Single(others)).Message);
    }

    [Fact]
    public async Task Request_whose_response_has_started_is_cut_off()
    {
        var breaker = await Isolated("refused-late");
        await using var server = await RejectingServer.Start(async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            await breaker.Succeed();
        });

        using var response = await server.Http.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
    }

    private async Task<IBreakerGrain> Open(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await breaker.IsSeenAs(BreakerState.Open);
        return breaker;
    }

    private async Task<IBreakerGrain> Isolated(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Isolate("moving");
        return breaker;
    }

    private static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    private sealed class Others(List<Exception> seen) : IExceptionHandler
    {
        public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            seen.Add(exception);
            return ValueTask.FromResult(false);
        }
    }
}
