using Microsoft.Extensions.Logging;

namespace Failfast.Storage;

internal partial class BreakerStorageSource
{
    [LoggerMessage(FailfastLogEvents.NoStorage, LogLevel.Warning,
        "Breaker state is kept in memory only: no grain storage named '{Provider}' or 'Default' is registered. An open or isolated " +
        "breaker survives the loss of its silo as long as a caller remembers it, but not a restart of the whole cluster.")]
    private partial void LogVolatile(string provider);
}
