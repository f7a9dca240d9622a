using System.Globalization;
using System.Text.RegularExpressions;
using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Tests.Polly;

/// <summary>
/// Plays a script on a pipeline with a breaker. <c>S</c> and <c>F</c> are calls that run and succeed or fail; <c>!</c> is one that is rejected, and
/// <c>!1s</c> and <c>!null</c> say its RetryAfter too. <c>+1s</c> lets time pass; <c>:isolate</c> and <c>:close</c> are an operator's; <c>=O</c>,
/// <c>=C</c> and <c>=I</c> are states.
/// </summary>
internal sealed partial class PipelineScript(
    ResiliencePipeline pipeline, Func<CircuitState, Task> becomes, Action<TimeSpan> advance, Func<Task> isolate, Func<Task> close)
{
    public async Task Play(string script)
    {
        foreach (var step in script.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (step)
            {
                case [('S' or 'F'), ..]:
                    foreach (var call in step)
                        await Run(fails: call == 'F');
                    break;
                case ['!', .. var retryAfter]:
                    await IsRejected(retryAfter);
                    break;
                case ['+', .. var time]:
                    advance(Time(time));
                    break;
                case ['=', var state]:
                    await becomes(state switch { 'O' => CircuitState.Open, 'C' => CircuitState.Closed, _ => CircuitState.Isolated });
                    break;
                case ":isolate":
                    await isolate();
                    break;
                case ":close":
                    await close();
                    break;
                default:
                    throw new ArgumentException($"'{step}' is no step.", nameof(script));
            }
        }
    }

    private async Task Run(bool fails)
    {
        var error = await Record.ExceptionAsync(async () => await pipeline.ExecuteAsync(
            _ => fails ? throw new TimeoutException() : ValueTask.CompletedTask));
        Assert.True(fails ? error is TimeoutException : error is null, $"{error}");
    }

    private async Task IsRejected(string retryAfter)
    {
        var rejected = await Assert.ThrowsAnyAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(
            _ => throw new InvalidOperationException("It ran.")));
        if (retryAfter.Length > 0)
            Assert.Equal(retryAfter == "null" ? null : Time(retryAfter), rejected.RetryAfter);
    }

    private static TimeSpan Time(string text) => Duration().Match(text) is { Success: true } match
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (match.Groups[2].Value == "s" ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1))
        : throw new ArgumentException($"'{text}' is no time.", nameof(text));

    [GeneratedRegex(@"^([\d.]+)(s|ms)$")]
    private static partial Regex Duration();
}
