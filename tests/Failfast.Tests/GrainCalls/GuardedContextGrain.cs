namespace Failfast.Tests.GrainCalls;

public interface IGuardedContextGrain : IGrainWithStringKey
{
    /// <summary>Says whether it runs in the context the grain was activated in, before and after an await.</summary>
    [GuardedBy("guarded-context")]
    Task<string> Where(bool fail = false);
}

public sealed class GuardedContextGrain : Grain, IGuardedContextGrain
{
    private TaskScheduler? _own;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _own = TaskScheduler.Current;
        Assert.NotSame(TaskScheduler.Default, _own);
        return Task.CompletedTask;
    }

    public async Task<string> Where(bool fail = false)
    {
        var before = TaskScheduler.Current == _own;
        await Task.Yield();
        return fail ? throw new TimeoutException() : $"{before} {TaskScheduler.Current == _own}";
    }
}
