using Microsoft.Extensions.Logging;

namespace Failfast;

internal partial class SettingsCatalog
{
    [LoggerMessage(FailfastLogEvents.NoRuleConfigured, LogLevel.Information, "No rule opens these breakers, only operators do: {Breakers}. Set ConsecutiveFailures, FailureRatio or SlowCallDuration in the Failfast options if that is not meant.")]
    private partial void LogWithoutRule(string breakers);

    [LoggerMessage(FailfastLogEvents.ConfigurationRefused, LogLevel.Error, "The changed Failfast configuration is refused, the one before stays in force: {Errors}")]
    private partial void LogRefused(string errors);
}
