using Failfast.Machine;
using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast;

/// <summary>What the grain tells of its transitions, and its log messages.</summary>
internal sealed partial class BreakerGrain
{
    // A state that rejects calls must be visible where only warnings are kept.
    private static LogLevel LevelOf(BreakerState state) =>
        state is BreakerState.Open or BreakerState.Isolated ? LogLevel.Warning : LogLevel.Information;

    private void Tell(MachineState left, bool isRecalled)
    {
        var now = _coordinator.State;
        // What storage or a host remembers was counted when it happened.
        if (!isRecalled)
            metrics.Moved(Name, left.State, now.State);
        if (isRecalled && left.Generation == MachineState.Initial.Generation)
            LogRestart(LevelOf(now.State), Name, now.State, now.Reason, now.Generation);
        else
            LogTransition(
                LevelOf(now.State), Name, left.State, now.State,
                TransitionCause.Of(left.State, left.Reason, now.State, now.Reason, now.BreakLength), now.Generation);
    }

    [LoggerMessage(EventId = 101, Message = "Breaker '{Breaker}' went from {From} to {To}: {Cause} (generation {Generation}).")]
    private partial void LogTransition(LogLevel level, string breaker, BreakerState from, BreakerState to, string cause, long generation);

    [LoggerMessage(EventId = 110, Message = "Breaker '{Breaker}' is {State} again, as before a restart of its grain: {Reason} (generation {Generation}).")]
    private partial void LogRestart(LogLevel level, string breaker, BreakerState state, string? reason, long generation);

    [LoggerMessage(111, LogLevel.Information, "Breaker '{Breaker}' has no rule that opens it any more, by the settings given to Configure: only operators do.")]
    private partial void LogNoRule(string breaker);

    [LoggerMessage(112, LogLevel.Warning, "The configuration of breaker '{Breaker}' has changed, but settings given to Configure are in force; Configure(null) goes back to the configuration.")]
    private partial void LogHidden(string breaker);
}
