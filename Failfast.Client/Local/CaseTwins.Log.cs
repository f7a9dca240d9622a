using Microsoft.Extensions.Logging;

namespace Failfast.Local;

internal partial class CaseTwins
{
    [LoggerMessage(FailfastLogEvents.NamesDifferInCase, LogLevel.Warning, "The breakers '{First}' and '{Second}' differ in case only: they are two breakers, each with a state of its own, and have one configuration.")]
    private partial void LogTwins(string first, string second);
}
