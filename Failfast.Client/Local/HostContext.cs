using Failfast.Hosting;
using Failfast.Machine;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>What all breakers of a process share.</summary>
/// <param name="Id">Unique per process start.</param>
/// <param name="Name">The readable name; as at start.</param>
/// <param name="Timings">The protocol's timings; as at start.</param>
/// <param name="Clock">The process's clock.</param>
/// <param name="Grains">Finds the breakers' grains.</param>
/// <param name="Observer">Returns the observer that grains push to, created when first needed; a failed creation is retried.</param>
/// <param name="Sweeper">Sweeps the breakers in use.</param>
/// <param name="Pacing">Spreads reports over time where there are many.</param>
/// <param name="Metrics">The measurements.</param>
/// <param name="Log">Writes log lines and measurements in the background.</param>
/// <param name="Storms">Keeps a storm of log lines to a few.</param>
/// <param name="Logger">A logger that never throws.</param>
/// <param name="AloneWarning">Warns, once for all breakers, when grains don't answer.</param>
internal sealed record HostContext(
    Guid Id, string Name, ProtocolTimings Timings, HostClock Clock, IGrainFactory Grains, Func<Contract.IBreakerObserver> Observer,
    Sweeper Sweeper, ReportPacing Pacing, BreakerMetrics Metrics, LogQueue Log, StormLog Storms, ILogger Logger, AloneWarning AloneWarning);
