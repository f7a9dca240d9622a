using Failfast.Tests.Page;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Tests.Api;

public sealed class UnreachableTests
{
    [Fact]
    public async Task Requests_to_a_cluster_that_can_not_be_reached_are_told_so_and_the_page_is_there()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(FreePort.Next()).AddFailfast());
        using var unconnected = builder.Build();
        await using var server = await PageServer.Start(unconnected.Services.GetRequiredService<IGrainFactory>());

        var answers = await Task.WhenAll(server.Get(""), server.Get("payments"), server.Get("payments/stream"), server.Post("payments/isolate"));

        Assert.All(answers, answer =>
        {
            Assert.Equal(503, answer.Status);
            Assert.Equal("The cluster can't be reached", answer.Body.GetProperty("title").GetString());
        });
        using var page = await server.Http.GetAsync(server.Address);
        Assert.True(page.IsSuccessStatusCode);
        Assert.Contains(server.Log.All, line => line.StartsWith("Information: anonymous from 127.0.0.1: isolate breaker payments: not known, ", StringComparison.Ordinal));
    }
}
