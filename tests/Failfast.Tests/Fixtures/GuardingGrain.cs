namespace Failfast.Tests.Fixtures;

public interface IGuardingGrain : IGrainWithStringKey
{
    /// <summary>Guards a call and says whether the delegate ran in the grain's context, before and after its own await.</summary>
    Task<string> Guard(string breaker);

    /// <summary>Has a call rejected and says whether the fallback ran in the grain's context, before and after its own await.</summary>
    Task<string> FallBack(string breaker);

    /// <summary>Throws what its breaker throws.</summary>
    Task Pass(string breaker);

    /// <summary>A guarded call that never ends by itself.</summary>
    Task Hang(string breaker);

    /// <summary>Takes a reference that has travelled, and guards with it.</summary>
    Task<int> GuardWith(IBreakerGrain breaker);
}

public sealed class GuardingGrain : Grain, IGuardingGrain
{
    public async Task<string> Guard(string breaker)
    {
        var scheduler = TaskScheduler.Current;
        return await GrainFactory.GetGrain<IBreakerGrain>(breaker).Guard(async ct =>
        {
            var before = TaskScheduler.Current == scheduler;
            await Task.Yield();
            return $"{before} {TaskScheduler.Current == scheduler}";
        });
    }

    public async Task<string> FallBack(string breaker)
    {
        var scheduler = TaskScheduler.Current;
        return await GrainFactory.GetGrain<IBreakerGrain>(breaker).Guard(_ => Task.FromResult("ran"), async _ =>
        {
            var before = TaskScheduler.Current == scheduler;
            await Task.Yield();
            return $"{before} {TaskScheduler.Current == scheduler}";
        });
    }

    public Task Pass(string breaker) => GrainFactory.GetGrain<IBreakerGrain>(breaker).Guard(_ => Task.CompletedTask);

    public Task Hang(string breaker) =>
        GrainFactory.GetGrain<IBreakerGrain>(breaker).Guard(_ => new TaskCompletionSource().Task);

    public Task<int> GuardWith(IBreakerGrain breaker) => breaker.Guard(_ => Task.FromResult(42));
}
