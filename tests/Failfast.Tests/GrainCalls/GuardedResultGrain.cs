namespace Failfast.Tests.GrainCalls;

/// <summary>Gives what it gets.</summary>
public interface IGuardedResultGrain : IGrainWithStringKey
{
    [GuardedBy("picky-guarded")]
    Task<int> Give(int result);

    [GuardedBy("picky-guarded")]
    ValueTask<int> GiveByValueTask(int result);

    [GuardedBy("picky-guarded-generic")]
    Task<T> GiveAny<T>(T result);

    /// <summary>Fails at less than nothing.</summary>
    [GuardedBy("ramping-guarded")]
    Task<int> Ramp(int result);
}

public sealed class GuardedResultGrain : Grain, IGuardedResultGrain
{
    public Task<int> Give(int result) => Task.FromResult(result);

    public ValueTask<int> GiveByValueTask(int result) => ValueTask.FromResult(result);

    public async Task<T> GiveAny<T>(T result)
    {
        await Task.Yield();
        return result;
    }

    public Task<int> Ramp(int result) => result < 0 ? throw new TimeoutException() : Task.FromResult(result);
}
