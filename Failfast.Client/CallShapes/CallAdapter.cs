using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>Converts the shapes of guarded delegates to one, where speed doesn't matter.</summary>
internal static class CallAdapter
{
    public static ValueTask<T> OfTask<TState, T>(
        (Func<TState, CancellationToken, Task<T>> Call, TState State) call, CancellationToken cancellationToken) =>
        new(Checked(call.Call(call.State, cancellationToken)));

    public static async ValueTask<VoidResult> OfTask<TState>(
        (Func<TState, CancellationToken, Task> Call, TState State) call, CancellationToken cancellationToken)
    {
        await Checked(call.Call(call.State, cancellationToken));
        return default;
    }

    public static async ValueTask<VoidResult> OfValueTask<TState>(
        (Func<TState, CancellationToken, ValueTask> Call, TState State) call, CancellationToken cancellationToken)
    {
        await call.Call(call.State, cancellationToken);
        return default;
    }

    /// <exception cref="InvalidOperationException">The delegate returned null instead of a task.</exception>
    public static TTask Checked<TTask>(TTask? task)
        where TTask : Task =>
        task ?? throw new InvalidOperationException("The guarded delegate returned null instead of a task.");
}
