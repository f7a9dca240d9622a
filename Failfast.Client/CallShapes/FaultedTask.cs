using System.Runtime.CompilerServices;

namespace Failfast.CallShapes;

/// <summary>Tasks for delegates that throw before they return one: cancelled or faulted, as those of an async method.</summary>
internal static class FaultedTask
{
    public static Task By(Exception exception)
    {
        var builder = AsyncTaskMethodBuilder.Create();
        builder.SetException(exception);
        return builder.Task;
    }

    public static Task<T> By<T>(Exception exception)
    {
        var builder = AsyncTaskMethodBuilder<T>.Create();
        builder.SetException(exception);
        return builder.Task;
    }
}
