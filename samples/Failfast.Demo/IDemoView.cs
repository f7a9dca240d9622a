namespace Failfast.Demo;

/// <summary>The output of the demo.</summary>
internal interface IDemoView
{
    /// <summary>Before the run: something is being started.</summary>
    void Starting(string what);

    /// <summary>Before the run: the page of the breakers is at this address, until the demo ends.</summary>
    void Serving(Uri page);

    /// <summary>Before the run: everything is started and being rehearsed.</summary>
    void WarmingUp();

    /// <summary>Runs the main part of the demo and shows what happens.</summary>
    Task During(RunClock clock, PhaseSchedule schedule, Func<Task> run, CancellationToken cancellationToken);

    /// <summary>The service has changed.</summary>
    void Entered(Phase phase, TimeSpan at);

    /// <summary>A host has sent a message.</summary>
    void Said(int host, HostMessage message);

    void Show(DemoReport report);
}
