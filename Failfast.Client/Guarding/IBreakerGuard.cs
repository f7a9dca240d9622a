using System.Runtime.CompilerServices;

namespace Failfast;

/// <summary>
/// For test doubles of <see cref="IBreakerGrain"/>: implement this beside it and the guard's extension methods call it. The
/// real grain references don't need it.
/// </summary>
public interface IBreakerGuard
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    /// <summary>What the double says of itself.</summary>
    BreakerSnapshot Snapshot { get; }

    /// <summary>Runs the call, or throws <see cref="BreakerOpenException"/>.</summary>
    ValueTask<TResult> Guard<TState, TResult>(
        Func<TState, CancellationToken, ValueTask<TResult>> call, TState state, CancellationToken cancellationToken);

    /// <summary>Waits until a call would run. Unless implemented: until <see cref="Snapshot"/> is neither open nor isolated.</summary>
    async ValueTask WaitUntilAdmitting(CancellationToken cancellationToken)
    {
        await foreach (var snapshot in Watch(cancellationToken))
            if (snapshot.State is not (BreakerState.Open or BreakerState.Isolated))
                return;
    }

    /// <summary>The double's states, the present one first. Unless implemented: what <see cref="Snapshot"/> is seen to become.</summary>
    async IAsyncEnumerable<BreakerSnapshot> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (BreakerSnapshot? last = null; ; await Task.Delay(s_look, TimeProvider.System, cancellationToken))
        {
            var now = Snapshot;
            if (last?.State != now.State || last.Generation != now.Generation)
                yield return now;
            last = now;
        }
    }
}
