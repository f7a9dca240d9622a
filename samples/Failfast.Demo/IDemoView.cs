namespace Failfast.Demo;

/// <summary>How the demo shows itself.</summary>
internal interface IDemoView
{
    /// <summary>Before the run: something is being started.</summary>
    void Starting(string what);

    /// <summary>Before the run: all is started, and rehearsed.</summary>
    void WarmingUp();

    /// <summary>Runs the demo's main part and shows what happens meanwhile.</summary>
    Task During(RunClock clock, PhaseSchedule schedule, Func<Task> run, CancellationToken cancellationToken);

    /// <summary>The service has changed.</summary>
    void Entered(Phase phase, TimeSpan at);

    /// <summary>A host said something.</summary>
    void Said(int host, HostMessage message);

    void Show(DemoReport report);
}
