namespace Failfast.Demo;

/// <summary>Says nothing but the closing table, as one line of JSON.</summary>
internal sealed class JsonView : IDemoView
{
    public void Starting(string what)
    {
    }

    public Task During(RunClock clock, PhaseSchedule schedule, Func<Task> run, CancellationToken cancellationToken) => run();

    public void Entered(Phase phase, TimeSpan at)
    {
    }

    public void Said(int host, HostMessage message)
    {
    }

    public void Show(DemoReport report) => Console.WriteLine(report.ToJson());
}
