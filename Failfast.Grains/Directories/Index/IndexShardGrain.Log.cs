using Microsoft.Extensions.Logging;

namespace Failfast.Directories;

internal partial class IndexShardGrain
{
    [LoggerMessage(FailfastLogEvents.IndexFull, LogLevel.Warning,
        "{Shard} of the breaker directory's index is full with {Count} breakers that operators have changed: others are not listed while they aren't active.")]
    private partial void LogFull(GrainId shard, int count);
}
