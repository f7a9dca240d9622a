using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Failfast.Silo;

/// <summary>
/// While the silo starts, exceptions are logged in one line, because a stack trace does not help to correct a configuration. Afterwards
/// they are logged as usual.
/// </summary>
internal sealed class StartLog(ILoggerFactory inner) : ILoggerFactory
{
    private volatile bool _isStarted;

    public static void AddTo(IHostApplicationBuilder builder)
    {
        // Each of these would log a failed start again.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter(typeof(SiloLifecycleSubject).FullName, LogLevel.None);
        builder.Services.AddSingleton<ILoggerFactory>(services => new StartLog(new LoggerFactory(
            services.GetServices<ILoggerProvider>(),
            services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
            services.GetRequiredService<IOptions<LoggerFactoryOptions>>())));
    }

    /// <summary>From now on exceptions are logged with their stack traces.</summary>
    public static void End(IHost host) => ((StartLog)host.Services.GetRequiredService<ILoggerFactory>())._isStarted = true;

    public ILogger CreateLogger(string categoryName) => new Logger(this, inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class Logger(StartLog log, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is null || log._isStarted)
                inner.Log(logLevel, eventId, state, exception, formatter);
            else
                inner.Log(logLevel, eventId, state, null, (it, _) => $"{formatter(it, exception)} {StartFailure.Reasons(exception)}");
        }
    }
}
