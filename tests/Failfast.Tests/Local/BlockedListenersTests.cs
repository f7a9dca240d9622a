using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failfast.Tests.Local;

/// <summary>Logs and meters that never return: nobody waits for them but they themselves.</summary>
public sealed class BlockedListenersTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Guard_log_or_meter_that_blocks_holds_up_no_call_no_report_and_no_other_breaker(bool blocksLog, bool blocksMeter)
    {
        using var stopped = new Stopped();
        var name = $"blocked-{blocksLog}";
        using var listener = RejectionMeter.Listen(name, blocksMeter ? _ => stopped.Stop() : _ => { });
        await using var cluster = await BreakerCluster.Start(
            silos: 1, client: client => client.Services.AddLogging(it => it
                .AddProvider(new StoppingLog(blocksLog ? stopped.Stop : () => { })).AddFilter<StoppingLog>("Failfast", LogLevel.Trace)));
        var breakers = cluster.BreakersOn(name);
        await breakers.MeetAndSettle(cluster);

        await breakers[1].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        await breakers[1].IsRejected();
        await cluster.Becomes(() => Task.FromResult(stopped.Count > 0));

        var other = cluster.Client.GetGrain<IBreakerGrain>($"beside-{name}");
        await other.Succeed();
        await cluster.Becomes(async () => (await other.GetStatus()).Calls == 1);
        cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await cluster.Becomes(async () => (await breakers[1].TryGuard(_ => ValueTask.FromResult(1))).IsSuccess);
        await breakers.AreSeenAs(BreakerState.Closed);
        Assert.Equal(1, stopped.Count);
    }

    /// <summary>Where threads stand until the test is over.</summary>
    private sealed class Stopped : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Stop()
        {
            Interlocked.Increment(ref _count);
            _end.Wait();
        }

        // Not disposed of: those who stand here have yet to look at it.
        public void Dispose() => _end.Set();
    }

    private sealed class StoppingLog(Action stop) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName == "Failfast.Local.LocalBreaker" ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => stop();

        public void Dispose()
        {
        }
    }
}
