namespace Failfast.Guarding;

/// <summary>Turns a call without state into one whose state is the delegate itself.</summary>
internal static class Stateless<TTask>
{
    public static readonly Func<Func<CancellationToken, TTask>, CancellationToken, TTask> Invoke =
        static (call, cancellationToken) => call(cancellationToken);
}
