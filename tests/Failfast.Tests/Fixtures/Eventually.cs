using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Failfast.Tests.Fixtures;

/// <summary>
/// Bounded waiting on a condition, in real time. Between two looks passes a tenth of the time waited so far, within bounds: who waits for
/// long would else take the processor from those it waits for.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    public static Task Is(
        Func<bool> condition, Func<string>? describe = null, TimeSpan? budget = null,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Is(() => Task.FromResult(condition()), describe, budget, what);

    public static async Task Is(
        Func<Task<bool>> condition, Func<string>? describe = null, TimeSpan? budget = null,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (budget ?? Budget))
                Assert.Fail($"Not within {watch.Elapsed.TotalSeconds:0.0} s: {what}. {describe?.Invoke()}");
            await Task.Delay(PauseAfter(watch.Elapsed), TimeProvider.System);
        }
    }

    private static TimeSpan PauseAfter(TimeSpan waited) =>
        waited / 10 < ShortestPause ? ShortestPause : waited / 10 > LongestPause ? LongestPause : waited / 10;

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
