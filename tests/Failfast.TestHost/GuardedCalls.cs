using System.Diagnostics;
using System.Globalization;

namespace Failfast.TestHost;

/// <summary>Guarded calls that end in every way; the answer is how, and how many milliseconds that took.</summary>
internal sealed class GuardedCalls
{
    private readonly Dictionary<string, (TaskCompletionSource<int> End, Task<string> Answer)> _hanging = [];

    public static Task<string> Succeed(IBreakerGrain breaker) => Run(breaker, _ => Task.FromResult(1));

    public static Task<string> Fail(IBreakerGrain breaker) => Run(breaker, _ => Task.FromException<int>(new TimeoutException()));

    /// <summary>The caller himself gives up, which says nothing of the dependency.</summary>
    public static async Task<string> Cancel(IBreakerGrain breaker)
    {
        using var caller = new CancellationTokenSource();
        return await Run(
            breaker,
            async token =>
            {
                await caller.CancelAsync();
                token.ThrowIfCancellationRequested();
                return 1;
            },
            caller.Token);
    }

    /// <summary>Answers when the call runs, or when it is plain that it won't.</summary>
    public async Task<string> Hang(IBreakerGrain breaker, string name)
    {
        var watch = Stopwatch.StartNew();
        var (runs, end) = (Source(), Source());
        var answer = Run(breaker, _ =>
        {
            runs.SetResult(1);
            return end.Task;
        });
        _hanging[name] = (end, answer);
        return await Task.WhenAny(runs.Task, answer) == answer ? await answer : Say("hangs", watch);
    }

    /// <summary>Ends the call that hangs.</summary>
    public Task<string> Release(string name)
    {
        var (end, answer) = _hanging[name];
        end.SetResult(1);
        return answer;
    }

    private static TaskCompletionSource<int> Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<string> Run(IBreakerGrain breaker, Func<CancellationToken, Task<int>> call, CancellationToken token = default)
    {
        var watch = Stopwatch.StartNew();
        var outcome = await breaker.TryGuard(call, token);
        return Say(outcome.IsRejected ? "rejected" : outcome.IsSuccess ? "succeeded" : "failed", watch);
    }

    private static string Say(string what, Stopwatch watch) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {watch.Elapsed.TotalMilliseconds:0.000}");
}
