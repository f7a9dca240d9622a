using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Failfast.Tests.Fixtures;

/// <summary>Bounded waiting on a condition, in real time. Between two looks some milliseconds pass, or what the test says.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static Task Is(
        Func<bool> condition, Func<string>? describe = null, TimeSpan? budget = null, TimeSpan? pause = null,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Is(() => Task.FromResult(condition()), describe, budget, pause, what);

    public static async Task Is(
        Func<Task<bool>> condition, Func<string>? describe = null, TimeSpan? budget = null, TimeSpan? pause = null,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (budget ?? Budget))
                Assert.Fail($"Not within {watch.Elapsed.TotalSeconds:0.0} s: {what}. {describe?.Invoke()}");
            await Task.Delay(pause ?? Pause, TimeProvider.System);
        }
    }

    /// <summary>Calls until the exception comes.</summary>
    public static async Task<T> Throws<T>(Func<Task> call)
        where T : Exception
    {
        T? thrown = null;
        await Is(
            async () =>
            {
                thrown = await Record.ExceptionAsync(call) as T;
                return thrown is not null;
            },
            what: typeof(T).Name);
        return thrown!;
    }
}
