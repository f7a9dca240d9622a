using Microsoft.Extensions.Logging;

namespace Failfast.Storage;

/// <summary>What it writes to the log.</summary>
internal sealed partial class BreakerStore
{
    [LoggerMessage(EventId = FailfastLogEvents.StorageReadFailed, Message = "The stored state of {Grain} is not read yet; the breaker works without it and tries again. {Failure}")]
    private partial void LogReadFailed(LogLevel level, Exception error, GrainId grain, string failure);

    [LoggerMessage(EventId = FailfastLogEvents.StorageWriteFailed, Message = "The state of {Grain} is kept in memory; trying again in {Retry}. {Failure}")]
    private partial void LogTryFailed(LogLevel level, Exception error, GrainId grain, string failure, TimeSpan retry);

    [LoggerMessage(FailfastLogEvents.StorageConflict, LogLevel.Information, "The state of {Grain} was written by another activation; reading it.")]
    private partial void LogConflict(GrainId grain);

    [LoggerMessage(FailfastLogEvents.Superseded, LogLevel.Warning, "Another activation of {Grain} has closed the breaker meanwhile; this one ends.")]
    private partial void LogSuperseded(GrainId grain);
}
