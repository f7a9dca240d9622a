using Orleans.Concurrency;

namespace Failfast.Tests.GrainCalls;

/// <summary>Takes one call at a time where nothing else is said: the next begins when the last has been judged.</summary>
public interface IGuardedHangGrain : IGrainWithStringKey
{
    [AlwaysInterleave, GuardedBy("crowded-guarded")]
    Task<string> Crowd();

    [GuardedBy("cancelled-guarded")]
    Task UntilCancelled(bool hang, CancellationToken cancellationToken);

    [GuardedBy("grain-cancelled-guarded")]
    Task UntilCancelledByGrainToken(bool hang, GrainCancellationToken cancellationToken);

    /// <summary>How many calls hang.</summary>
    [AlwaysInterleave]
    Task<int> Hanging();

    /// <summary>Ends the crowd.</summary>
    [AlwaysInterleave]
    Task Finish();
}

public sealed class GuardedHangGrain : Grain, IGuardedHangGrain
{
    private readonly TaskCompletionSource<string> _finish = new();
    private int _hanging;

    public async Task<string> Crowd() => await Hang(_finish.Task);

    public Task UntilCancelled(bool hang, CancellationToken cancellationToken) =>
        hang ? Hang(_finish.Task.WaitAsync(cancellationToken)) : Task.CompletedTask;

    public Task UntilCancelledByGrainToken(bool hang, GrainCancellationToken cancellationToken) =>
        UntilCancelled(hang, cancellationToken.CancellationToken);

    public Task<int> Hanging() => Task.FromResult(_hanging);

    public Task Finish()
    {
        _finish.TrySetResult("ran");
        return Task.CompletedTask;
    }

    private async Task<T> Hang<T>(Task<T> task)
    {
        _hanging++;
        try
        {
            return await task;
        }
        finally
        {
            _hanging--;
        }
    }
}
