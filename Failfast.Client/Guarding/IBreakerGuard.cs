namespace Failfast;

/// <summary>
/// For test doubles of <see cref="IBreakerGrain"/>: implement this beside it and the guard's extension methods call it. The
/// real grain references don't need it.
/// </summary>
public interface IBreakerGuard
{
    /// <summary>What the double says of itself.</summary>
    BreakerSnapshot Snapshot { get; }

    /// <summary>Runs the call, or throws <see cref="BreakerOpenException"/>.</summary>
    ValueTask<TResult> Guard<TState, TResult>(
        Func<TState, CancellationToken, ValueTask<TResult>> call, TState state, CancellationToken cancellationToken);
}
