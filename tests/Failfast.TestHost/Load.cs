using System.Diagnostics;
using System.Text.Json;

namespace Failfast.TestHost;

/// <summary>
/// Guarded calls to a dependency over HTTP, begun at a steady rate whatever becomes of them, and the tally of how they ended.
/// </summary>
internal sealed class Load(IBreakerGrain breaker, Uri dependency)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>A process that did not run for so long was stopped from outside: what happened meanwhile says nothing of the guard.</summary>
    private static readonly TimeSpan Frost = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new() { BaseAddress = dependency, Timeout = Timeout.InfiniteTimeSpan };
    private readonly Lock _lock = new();
    private Tally _tally = new();
    private int _frosts;

    public async Task Run(int perSecond)
    {
        using var timer = new PeriodicTimer(Tick);
        var last = Stopwatch.GetTimestamp();
        var due = 0.0;
        while (await timer.WaitForNextTickAsync())
        {
            var now = Stopwatch.GetTimestamp();
            var passed = Stopwatch.GetElapsedTime(last, now);
            last = now;
            if (passed > Frost)
            {
                Interlocked.Increment(ref _frosts);
                continue;
            }

            lock (_lock)
                _tally.MachinePauses.Add((passed - Tick).TotalMilliseconds);
            for (due += passed.TotalSeconds * perSecond; due >= 1; due--)
                _ = Call();
        }
    }

    /// <summary>What has ended since the last time this was asked.</summary>
    public string Take()
    {
        Tally taken;
        lock (_lock)
            (taken, _tally) = (_tally, new Tally());
        return JsonSerializer.Serialize(taken.Summed());
    }

    private async Task Call()
    {
        var frosts = Volatile.Read(ref _frosts);
        var (outcome, delay) = await TimedCall.Run(breaker, async token =>
        {
            using var response = await _http.GetAsync("call", token);
            response.EnsureSuccessStatusCode();
        });
        var wasFrozen = frosts != Volatile.Read(ref _frosts);
        lock (_lock)
            _tally.Add(outcome, wasFrozen ? null : delay.TotalMilliseconds);
    }
}
