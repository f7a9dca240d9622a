using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Tests.Hosting;

public sealed class UnconnectedTests
{
    [Fact]
    public async Task GetBreaker_client_that_is_not_connected_guards_alone()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(FreePort.Next()).AddFailfast());
        using var host = builder.Build();
        var breaker = host.Services.GetRequiredService<IGrainFactory>().GetBreaker("early");

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => breaker.Guard(_ => Task.FromException(new TimeoutException())));

        Assert.Equal((BreakerState.Open, BreakerScope.Alone), (breaker.State, breaker.Snapshot.Scope));
        Assert.True((await breaker.TryGuard(_ => Task.FromResult(1))).IsRejected);
    }
}
