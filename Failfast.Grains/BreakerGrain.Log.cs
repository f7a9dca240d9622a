using Microsoft.Extensions.Logging;

namespace Failfast;

/// <summary>What the grain says of its settings.</summary>
internal sealed partial class BreakerGrain
{
    [LoggerMessage(108, LogLevel.Information, "Breaker '{Breaker}' has no rule that opens it any more, by the settings given to Configure: only operators do.")]
    private partial void LogNoRule(string breaker);

    [LoggerMessage(109, LogLevel.Warning, "The configuration of breaker '{Breaker}' has changed, but settings given to Configure are in force; Configure(null) goes back to the configuration.")]
    private partial void LogHidden(string breaker);
}
