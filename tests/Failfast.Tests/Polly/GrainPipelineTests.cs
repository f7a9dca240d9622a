using Polly;

namespace Failfast.Tests.Polly;

public interface IPipelineGrain : IGrainWithStringKey
{
    /// <summary>Whether the call ran on the grain's scheduler, though its breaker had to ask its own grain first.</summary>
    Task<bool> RunsAtHome(string breaker);
}

public sealed class PipelineGrain : Grain, IPipelineGrain
{
    public async Task<bool> RunsAtHome(string breaker)
    {
        var home = TaskScheduler.Current;
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(GrainFactory, breaker).Build();
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true);
        var ran = await pipeline.ExecuteAsync(_ => ValueTask.FromResult(TaskScheduler.Current == home), context);
        ResilienceContextPool.Shared.Return(context);
        return ran;
    }
}

[Collection(SharedClusterTests.Name)]
public sealed class GrainPipelineTests(SharedCluster shared)
{
    [Fact]
    public async Task Execute_in_a_grain_stays_on_its_scheduler_where_the_context_says_so()
    {
        var grain = shared.Cluster.Client.GetGrain<IPipelineGrain>("at home");

        // A name that its silo has never met: the first call waits.
        Assert.True(await grain.RunsAtHome("polly-grain-cold"));
        Assert.True(await grain.RunsAtHome("polly-grain-cold"));
    }
}
