using Microsoft.Extensions.Logging;

namespace Failfast.Storage;

internal partial class PatientObserver
{
    [LoggerMessage(FailfastLogEvents.StorageNotStarted, LogLevel.Error,
        "'{Name}' has not started: {Problem}. The silo starts without it and goes on trying; breakers keep their state in memory meanwhile.")]
    private partial void LogNotStarted(string name, string problem);

    [LoggerMessage(FailfastLogEvents.StorageStarted, LogLevel.Information, "'{Name}' has started after all.")]
    private partial void LogStarted(string name);
}
