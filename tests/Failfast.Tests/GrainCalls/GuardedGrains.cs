namespace Failfast.Tests.GrainCalls;

public interface IGuardedGrain : IGrainWithStringKey
{
    Task<string> ByClass(bool fail = false);

    [GuardedBy("guarded-interface-method")]
    Task<string> ByInterfaceMethod();

    [GuardedBy("guarded-never-seen")]
    Task<string> ByMethod();

    /// <summary>Ends when <see cref="Finish"/> says so, or its token.</summary>
    Task<string> Hang(CancellationToken cancellationToken = default);

    [GuardedBy("guarded-finish")]
    Task Finish();
}

[GuardedBy("guarded-class")]
[Orleans.Concurrency.Reentrant]
public sealed class GuardedGrain : Grain, IGuardedGrain
{
    private readonly TaskCompletionSource<string> _finish = new();

    public async Task<string> ByClass(bool fail = false)
    {
        await Task.Yield();
        return fail ? throw new TimeoutException("its own") : "ran";
    }

    public Task<string> ByInterfaceMethod() => Task.FromResult("ran");

    [GuardedBy("guarded-method")]
    public Task<string> ByMethod() => Task.FromResult("ran");

    [GuardedBy("timed-guarded")]
    public Task<string> Hang(CancellationToken cancellationToken = default) => _finish.Task.WaitAsync(cancellationToken);

    public Task Finish()
    {
        _finish.TrySetResult("ran");
        return Task.CompletedTask;
    }
}

[GuardedBy("guarded-interface")]
public interface IGuardedInterfaceGrain : IGrainWithStringKey
{
    Task<string> Call();
}

public sealed class GuardedInterfaceGrain : Grain, IGuardedInterfaceGrain
{
    public Task<string> Call() => Task.FromResult("ran");
}
