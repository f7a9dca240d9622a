using Microsoft.Extensions.Logging;

namespace Failfast.Local;

internal partial class AloneWarning
{
    [LoggerMessage(FailfastLogEvents.GuardsAlone, LogLevel.Warning, "Breaker '{Breaker}', and maybe others, guards alone: what it counts and decides is this process's own until its grain answers ({Error}).")]
    private partial void LogAlone(string breaker, string error);
}
