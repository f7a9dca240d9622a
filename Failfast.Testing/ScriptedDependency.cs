using System.Collections.Concurrent;

namespace Failfast.Testing;

/// <summary>
/// A dependency that does what a test says: it succeeds, fails, hangs, or takes its time; every call, or the n-th. Guard it as
/// <c>breaker.Guard(ct => dependency.CallAsync(ct))</c>. A new one succeeds.
/// </summary>
/// <remarks>Calls that are running go on as they began.</remarks>
/// <param name="time">The clock of slow calls; the system's by default.</param>
public sealed class ScriptedDependency(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<int, Func<CancellationToken, Task>> _calls = [];
    private volatile Func<CancellationToken, Task> _others = static _ => Task.CompletedTask;
    private int _begun;
    private int _running;

    /// <summary>Calls that were made so far.</summary>
    public int Calls => Volatile.Read(ref _begun);

    /// <summary>Calls that have not ended yet.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Calls it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; a call that fails, or succeeds at once, does not look at it.</exception>
    public async Task CallAsync(CancellationToken cancellationToken = default)
    {
        var call = Interlocked.Increment(ref _begun);
        Interlocked.Increment(ref _running);
        try
        {
            await (_calls.TryRemove(call, out var own) ? own : _others)(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Calls succeed at once.</summary>
    /// <param name="onCall">The number of the only call that this is for, counted from 1; null for all from now on.</param>
    /// <exception cref="ArgumentOutOfRangeException">That call was made already.</exception>
    public void Succeed(int? onCall = null) => Set(static _ => Task.CompletedTask, onCall);

    /// <summary>Calls fail at once.</summary>
    /// <param name="error">What they throw; by default a <see cref="DependencyFailedException"/>.</param>
    /// <param name="onCall"><inheritdoc cref="Succeed" path="/param[@name='onCall']"/></param>
    /// <exception cref="ArgumentOutOfRangeException">That call was made already.</exception>
    public void Fail(Exception? error = null, int? onCall = null) => Set(_ => Task.FromException(error ?? new DependencyFailedException()), onCall);

    /// <summary>Calls succeed after a time.</summary>
    /// <param name="duration">How long they take: above zero.</param>
    /// <param name="onCall"><inheritdoc cref="Succeed" path="/param[@name='onCall']"/></param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above zero, or that call was made already.</exception>
    public void Slow(TimeSpan duration, int? onCall = null)
    {
        if (duration <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(
                nameof(duration), duration, $"A slow call takes longer than 0. For one that ends at once call {nameof(Succeed)}(), for one that never ends {nameof(Hang)}().");
        Set(ct => Task.Delay(duration, _time, ct), onCall);
    }

    /// <summary>Calls do not end until their tokens are cancelled.</summary>
    /// <param name="onCall"><inheritdoc cref="Succeed" path="/param[@name='onCall']"/></param>
    /// <exception cref="ArgumentOutOfRangeException">That call was made already.</exception>
    public void Hang(int? onCall = null) => Set(ct => Task.Delay(Timeout.InfiniteTimeSpan, _time, ct), onCall);

    private void Set(Func<CancellationToken, Task> behavior, int? onCall)
    {
        if (onCall is not { } call)
            _others = behavior;
        else if (call > Calls)
            _calls[call] = behavior;
        else
            throw new ArgumentOutOfRangeException(nameof(onCall), call, $"{Calls} calls were made already: name call {Calls + 1} or a later one.");
    }
}
