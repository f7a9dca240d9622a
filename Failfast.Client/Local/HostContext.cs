using Failfast.Machine;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>What all breakers of a process share.</summary>
/// <param name="Id">Unique per process start.</param>
/// <param name="Name">For people; as at start.</param>
/// <param name="Timings">Of the protocol; as at start.</param>
/// <param name="Clock">Of the process.</param>
/// <param name="Grains">Where the breakers' grains are found.</param>
/// <param name="Observer">Where the grains push to; made when first needed, and tried again should that fail.</param>
/// <param name="Sweeper">Sweeps breakers in use.</param>
/// <param name="Metrics">What is measured.</param>
/// <param name="Log">Writes the log and the metrics without holding up those who have something to say.</param>
/// <param name="Logger">One that never throws.</param>
/// <param name="AloneWarning">Warns, once for all breakers, when grains don't answer.</param>
internal sealed record HostContext(
    Guid Id, string Name, ProtocolTimings Timings, HostClock Clock, IGrainFactory Grains, Func<Contract.IBreakerObserver> Observer,
    Sweeper Sweeper, BreakerMetrics Metrics, LogQueue Log, ILogger Logger, AloneWarning AloneWarning);
