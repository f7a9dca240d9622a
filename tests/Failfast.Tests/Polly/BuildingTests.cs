using Microsoft.Extensions.DependencyInjection;
using Polly;

namespace Failfast.Tests.Polly;

[Collection(SharedClusterTests.Name)]
public sealed class BuildingTests(SharedCluster shared)
{
    private readonly IGrainFactory _grains = shared.Cluster.Client;

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    public void AddFailfastBreaker_bad_name_says_the_rule(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new ResiliencePipelineBuilder().AddFailfastBreaker(_grains, name));
        Assert.Contains($"'{name}' is not a breaker name", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ResiliencePipelineBuilder<int>().AddFailfastBreaker(_grains, name));
    }

    [Fact]
    public void AddFailfastBreaker_without_grains_or_builder_says_which()
    {
        Assert.Equal("grains", Assert.Throws<ArgumentNullException>(() => new ResiliencePipelineBuilder().AddFailfastBreaker(null!, "it")).ParamName);
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(() => ((ResiliencePipelineBuilder<int>)null!).AddFailfastBreaker(_grains, "it")).ParamName);
    }

    [Fact]
    public void Build_in_a_process_without_a_guard_says_what_to_call()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        Microsoft.Extensions.Hosting.OrleansClientGenericHostExtensions.UseOrleansClient(builder, client => client.UseLocalhostClustering(FreePort.Next()));
        using var host = builder.Build();
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(host.Services.GetRequiredService<IGrainFactory>(), "it");

        Assert.Contains("AddFailfast", Assert.Throws<InvalidOperationException>(pipeline.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_of_every_shape_goes_through_the_breaker()
    {
        var plain = new ResiliencePipelineBuilder().AddFailfastBreaker(_grains, "polly-shapes").Build();
        var typed = new ResiliencePipelineBuilder<string>().AddFailfastBreaker(_grains, "polly-shapes").Build();

        plain.Execute(() => { });
        Assert.Equal(1, plain.Execute(() => 1));
        Assert.Equal("a", typed.Execute(() => "a"));
        Assert.Equal(2, await plain.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return 2;
        }));
        Assert.Null(await typed.ExecuteAsync(_ => ValueTask.FromResult<string>(null!)));

        await _grains.GetBreaker("polly-shapes").CountsAreExactly(shared.Cluster, calls: 5, failures: 0);
    }
}
