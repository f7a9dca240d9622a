using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Configuration;

namespace Failfast.Tests.GrainCalls;

/// <summary>Grains under guard in a process where nobody has called AddFailfast.</summary>
public sealed class UnguardedSiloTests
{
    // The grains of the tests themselves are guarded, so that any silo here is one with guarded grains.
    [Fact]
    public async Task Start_silo_with_guarded_grains_and_without_AddFailfast_is_refused_naming_what_to_add()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next()));

        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync();
        });

        Assert.Contains("AddFailfast()", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("Failfast.Tests.GrainCalls.GuardedGrain", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_client_that_knows_guarded_grains_and_has_no_AddFailfast_is_not_refused()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(FreePort.Next()));
        using var host = builder.Build();

        Assert.Contains(typeof(GuardedGrain), host.Services.GetRequiredService<IOptions<TypeManifestOptions>>().Value.InterfaceImplementations);
    }
}
