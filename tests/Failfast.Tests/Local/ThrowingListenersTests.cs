using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failfast.Tests.Local;

/// <summary>Logs and meters that throw: that is nobody's concern but theirs.</summary>
public sealed class ThrowingListenersTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Guard_log_and_meter_that_throw_harm_no_call_and_no_step_of_the_breaker(bool alreadyWhenAsked)
    {
        var measured = 0;
        using var listener = RejectionMeter.Listen("thrown-at", _ =>
        {
            Interlocked.Increment(ref measured);
            throw new InvalidOperationException("a bad listener");
        });
        var log = new ThrowingLog(alreadyWhenAsked);
        void AddLog(ILoggingBuilder it) => it.AddProvider(log).AddFilter<ThrowingLog>("Failfast", LogLevel.Trace);
        await using var cluster = await BreakerCluster.Start(
            silos: 1,
            configure: options => options.Defaults = new() { BreakDurationJitter = 0, MaxConcurrentCalls = 1 },
            silo: silo => silo.Services.AddLogging(AddLog),
            client: client => client.Services.AddLogging(AddLog));
        log.Throws = true;
        var breakers = cluster.BreakersOn("thrown-at");
        await breakers.MeetAndSettle(cluster);

        // Measured in the caller's own call.
        using (breakers[1].TryEnter())
            Assert.Equal(RejectionCause.Concurrency, (await breakers[1].IsRejected()).Cause);
        Assert.Equal(1, measured);

        await breakers[1].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        foreach (var breaker in breakers)
            await breaker.IsRejected();
        // Measured by the sweep.
        await Eventually.Is(() =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            return Volatile.Read(ref measured) == 3;
        });
        cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await Eventually.Is(async () => (await breakers[0].TryGuard(_ => ValueTask.FromResult(1))).IsSuccess);
        await breakers.AreSeenAs(BreakerState.Closed);

        await breakers[0].CountsAreExactly(cluster, calls: 0, failures: 0);
        await breakers[1].CountsAreExactly(cluster, calls: 2, failures: 1);
        Assert.True(log.Thrown > 0);
    }

    private sealed class ThrowingLog(bool alreadyWhenAsked) : ILoggerProvider, ILogger
    {
        private int _thrown;

        /// <summary>From when the hosts have started.</summary>
        public bool Throws { get; set; }

        public int Thrown => _thrown;

        // What Orleans does about it is not the question.
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Failfast", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel)
        {
            if (alreadyWhenAsked)
                Throw();
            return true;
        }

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Throw();

        public void Dispose()
        {
        }

        private void Throw()
        {
            if (!Throws)
                return;
            Interlocked.Increment(ref _thrown);
            throw new InvalidOperationException("a bad log");
        }
    }
}
