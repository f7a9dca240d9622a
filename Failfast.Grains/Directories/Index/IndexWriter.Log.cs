using Microsoft.Extensions.Logging;

namespace Failfast.Directories;

internal partial class IndexWriter
{
    [LoggerMessage(FailfastLogEvents.IndexWriteFailed, LogLevel.Warning, "What operators have changed is not in {Shard} of the breaker directory's index yet; trying again in {Retry}. {Failure}")]
    private partial void LogFailed(Exception error, GrainId shard, TimeSpan retry, string failure);
}
