using Microsoft.Extensions.Logging;

namespace Failfast.Silo;

internal partial class ClusterNews
{
    [LoggerMessage(FailfastLogEvents.SiloUp, LogLevel.Information, "Silo {Name} is up at {Silo}, gateway {Gateway}, in cluster '{Cluster}'.")]
    private partial void LogUp(string name, string silo, string gateway, string cluster);

    [LoggerMessage(FailfastLogEvents.ActiveSilos, LogLevel.Information, "Active silos: {Count} ({Silos}).")]
    private partial void LogMembers(int count, string silos);
}
