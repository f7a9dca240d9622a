using Failfast.CallShapes;
using Failfast.Hosting;
using Failfast.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Local;

/// <summary>Calls that hang are found by one sweep for the whole process.</summary>
public sealed class OneTimerTests
{
    [Fact]
    public async Task Guard_hundred_breakers_with_calls_that_may_become_slow_share_one_timer()
    {
        var settings = new BreakerSettings { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = .5, MinimumThroughput = 2, ConsecutiveFailures = 0 };
        var time = new CountingTime();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(AnsweringGrains.With(settings))
            .AddFailfastGuard(new ConfigurationBuilder().Build().GetSection("Failfast"), options => options.Defaults = settings)
            .BuildServiceProvider();
        var host = services.GetRequiredService<LocalBreakers>();
        var breakers = Enumerable.Range(0, 100).Select(i => host.Get($"breaker-{i}")).ToList();
        foreach (var breaker in breakers)
            await ValueTaskCalls.Guard(breaker, static (_, _) => new ValueTask<int>(1), 0, default);
        var before = time.Timers;

        var never = new TaskCompletionSource<int>();
        var calls = breakers.SelectMany(breaker => Enumerable.Range(0, 3).Select(_ => TaskCalls.Guard(breaker, (_, _) => never.Task, 0, default))).ToList();
        for (var tick = 0; tick < 12; tick++)
            time.Advance(TimeSpan.FromMilliseconds(100));

        // All were found: three of four calls were slow.
        Assert.All(breakers, breaker => Assert.Equal(BreakerState.Open, breaker.State));
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        Assert.Equal(before, time.Timers);
        Assert.InRange(before, 1, 100 + 1);
    }

    private sealed class CountingTime : FakeTimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
