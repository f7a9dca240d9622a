namespace Failfast.Simulation;

/// <summary>Where the real store's awaits go on: in virtual time, on the run's own thread, never on the thread pool.</summary>
internal sealed class ScheduleContext(Schedule schedule) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => schedule.After(TimeSpan.Zero, () => d(state));
}
