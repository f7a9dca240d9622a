namespace Failfast.Demo;

/// <summary>Prints only the closing table, as one line of JSON, and on the error output a warning if its figures are not reliable.</summary>
internal sealed class JsonView : IDemoView
{
    public void Starting(string what)
    {
    }

    public void Serving(Uri page)
    {
    }

    public void WarmingUp()
    {
    }

    public Task During(RunClock clock, PhaseSchedule schedule, Func<Task> run, CancellationToken cancellationToken) => run();

    public void Entered(Phase phase, TimeSpan at)
    {
    }

    public void Said(int host, HostMessage message)
    {
    }

    public void Show(DemoReport report)
    {
        Console.WriteLine(report.ToJson());
        // On the error output, so that the JSON line stays alone on the standard output.
        if (report.Warning is { } warning)
            Console.Error.WriteLine(warning);
    }
}
