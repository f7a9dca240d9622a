using System.Globalization;
using Failfast.Contract;
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

    private static string Happened(BreakerState state) => state switch
    {
        BreakerState.Open => "opened",
        BreakerState.HalfOpen => "became half-open",
        BreakerState.Isolated => "were isolated",
        BreakerState.Disabled => "were disabled",
        _ => "closed",
    };

    private void Tell(MachineState left, in CoordinatorEffects effects)
    {
        var now = _coordinator.State;
        var isRestored = effects.IsRecalled && left.Generation == MachineState.Initial.Generation;
        var level = storms.LevelOf(LevelOf(now.State), isRestored ? $"are {now.State} again, as before a restart," : Happened(now.State), Name);
        // What storage or a host remembers was counted when it happened.
        if (!effects.IsRecalled)
            metrics.Moved(Name, left.State, now.State);
        if (isRestored)
            LogRestart(level, Name, now.State, now.Reason, now.Generation);
        else
            LogTransition(
                level, Name, left.State, now.State,
                TransitionCause.Of(left.State, left.Reason, now.State, now.Reason, now.BreakLength), Counts(effects.Judged), now.Generation);
    }

    private static string Counts(CallCounts judged) => judged.IsEmpty ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; calls {judged.Calls}, failures {judged.Failures}, slow {judged.Slow}");

    [LoggerMessage(EventId = FailfastLogEvents.Transition, Message = "Breaker '{Breaker}' went from {From} to {To}: {Cause}{Counts} (generation {Generation}).")]
    private partial void LogTransition(LogLevel level, string breaker, BreakerState from, BreakerState to, string cause, string counts, long generation);

    [LoggerMessage(EventId = FailfastLogEvents.Restored, Message = "Breaker '{Breaker}' is {State} again, as before a restart of its grain: {Reason} (generation {Generation}).")]
    private partial void LogRestart(LogLevel level, string breaker, BreakerState state, string? reason, long generation);

    [LoggerMessage(FailfastLogEvents.NoRuleGiven, LogLevel.Information, "Breaker '{Breaker}' has no rule that opens it any more, by the settings given to Configure: only operators do.")]
    private partial void LogNoRule(string breaker);

    [LoggerMessage(FailfastLogEvents.ConfigurationHidden, LogLevel.Warning, "The configuration of breaker '{Breaker}' has changed, but settings given to Configure are in force; Configure(null) goes back to the configuration.")]
    private partial void LogHidden(string breaker);
}
