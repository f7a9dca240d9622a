namespace Failfast.Simulation;

/// <summary>Continues the real store's awaits in virtual time, on the run's own thread.</summary>
internal sealed class ScheduleContext(Schedule schedule) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => schedule.After(TimeSpan.Zero, () => d(state));
}
