namespace Failfast.Demo;

/// <summary>Says nothing but the closing table, as one line of JSON; on the other output, if it means nothing.</summary>
internal sealed class JsonView : IDemoView
{
    public void Starting(string what)
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
        // Whoever reads the line finds it as ever.
        if (report.Warning is { } warning)
            Console.Error.WriteLine(warning);
    }
}
