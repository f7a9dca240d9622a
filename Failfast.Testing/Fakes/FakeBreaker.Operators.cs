using Failfast.Machine;

namespace Failfast.Testing;

/// <summary>Operators' calls, as code under test makes them through <see cref="IBreakerGrain"/>: they end at once, and nothing is stored.</summary>
public sealed partial class FakeBreaker
{
    Task<BreakerStatus> IBreakerGrain.Isolate(string? reason) => Answer(grain => grain.Operate(CommandRules.Isolation(reason, duration: null)));

    Task<BreakerStatus> IBreakerGrain.IsolateFor(TimeSpan duration, string? reason) => Answer(grain => grain.Operate(CommandRules.Isolation(reason, duration)));

    Task<BreakerStatus> IBreakerGrain.Close() => Answer(static grain => grain.Operate(new BreakerEvent.ClosedByOperator()));

    Task<BreakerStatus> IBreakerGrain.Disable() => Answer(static grain => grain.Operate(new BreakerEvent.DisabledByOperator()));

    Task<BreakerStatus> IBreakerGrain.Enable() => Answer(static grain => grain.Operate(new BreakerEvent.EnabledByOperator()));

    Task<BreakerStatus> IBreakerGrain.Reset() => Answer(static grain => grain.Reset());

    Task<BreakerStatus> IBreakerGrain.Configure(BreakerSettings? settings) => Answer(grain => grain.Configure(settings));

    Task<BreakerStatus> IBreakerGrain.GetStatus() => Task.FromResult(_grain.Status());

    Task<BreakerDetails> IBreakerGrain.GetDetails() => Task.FromResult(_grain.Details());

    // What is wrong with a command is in the task, as with a grain.
    private async Task<BreakerStatus> Answer(Action<ScriptedGrain> command)
    {
        await Task.CompletedTask;
        command(_grain);
        return _grain.Status();
    }
}
