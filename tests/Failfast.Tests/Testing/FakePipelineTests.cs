using System.Net;
using Failfast.Testing;
using Failfast.Tests.Http;
using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Tests.Testing;

/// <summary>A fake stands in HTTP handlers and Polly pipelines as a breaker of the cluster does.</summary>
public sealed class FakePipelineTests
{
    [Fact]
    public async Task SendAsync_over_a_fake_counts_and_is_rejected_by_its_script()
    {
        var payments = new FakeBreaker("payments");
        using var network = new ScriptedHandler(HttpStatusCode.OK);
        using var http = new HttpMessageInvoker(new BreakerHandler(payments) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://service.example/");
        await http.SendAsync(request, CancellationToken.None);

        payments.Open();

        await Assert.ThrowsAsync<BreakerOpenException>(() => http.SendAsync(request, CancellationToken.None));
        Assert.Equal((1, 1, 1), (network.Requests, payments.Calls.Succeeded, payments.Calls.Rejected));
    }

    [Fact]
    public async Task ExecuteAsync_of_a_pipeline_over_fakes_is_rejected_by_their_script()
    {
        var fakes = new FakeBreakers();
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(fakes.GrainFactory, "payments").Build();
        Assert.Equal(1, await pipeline.ExecuteAsync(_ => ValueTask.FromResult(1)));

        fakes.Get("payments").Isolate();

        await Assert.ThrowsAsync<IsolatedCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.FromResult(1)));
        Assert.Equal((1, 1), (fakes.Get("payments").Calls.Succeeded, fakes.Get("payments").Calls.Rejected));
    }
}
