namespace Failfast.Demo;

/// <summary>Runs the demo from start to end.</summary>
internal static class DemoRun
{
    private const int Interrupted = 130;

    // Time for the start order to reach every host.
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(0.5);

    public static async Task<int> Start(DemoOptions options, TimeProvider time)
    {
        IDemoView view = options.Json ? new JsonView() : new DemoTimeline(options.Hosts);
        await using var hosts = new DemoHosts();
        try
        {
            view.Starting($"an HTTP service and {(options.Hosts == 1 ? "a silo" : $"{options.Hosts} silos")}");
            await using var service = await HttpDependency.Start(time);
            var grains = await hosts.Start(options.Hosts, time);
            // Nobody watches what goes to a program.
            await using var page = options.Json ? null : await DemoPage.Start(grains);
            if (page is not null)
                view.Serving(page.Address);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(hosts.Stopping);
            view.WarmingUp();
            await WarmUp(service, hosts, time, end);
            view.Show(await Measure(options, service, hosts, view, time, end));
            return 0;
        }
        catch (Exception exception) when (hosts.Stopping.IsCancellationRequested && exception is OperationCanceledException or DemoException)
        {
            // Ctrl+C reaches the child processes too, so they may end before this process has noticed it.
            await Console.Error.WriteLineAsync("The demo was interrupted.");
            return Interrupted;
        }
        catch (DemoException exception)
        {
            await Console.Error.WriteLineAsync($"The demo failed: {exception.Message}");
            return 1;
        }
    }

    /// <summary>
    /// Rehearses the run, on a breaker of its own, until a healthy service answers as fast as it should: the first calls compile code and
    /// are slow. Gives up after a few rehearsals if the machine is too busy.
    /// </summary>
    private static async Task WarmUp(HttpDependency service, DemoHosts hosts, TimeProvider time, CancellationTokenSource end)
    {
        HostResult[] results = [];
        for (var round = 0; round < DemoPlan.Rehearsals && (round == 0 || !results.All(host => host.IsSteady)); round++)
        {
            var clock = RunClock.StartingIn(Lead, time);
            var order = new StartOrder(service.Address, DemoPlan.RehearsalBreaker, clock.Origin, DemoPlan.RehearsalSeconds);
            results = await hosts.Run(order, (_, _) => { }, end);
        }
    }

    private static async Task<DemoReport> Measure(
        DemoOptions options, HttpDependency service, DemoHosts hosts, IDemoView view, TimeProvider time, CancellationTokenSource end)
    {
        var schedule = new PhaseSchedule(TimeSpan.FromSeconds(options.Seconds));
        var clock = RunClock.StartingIn(Lead, time);
        var order = new StartOrder(service.Address, DemoPlan.Breaker, clock.Origin, options.Seconds);
        HostResult[] results = [];
        var slowAt = TimeSpan.Zero;
        await view.During(clock, schedule, async () =>
        {
            var working = hosts.Run(order, view.Said, end);
            try
            {
                foreach (var (phase, start) in schedule.Turns)
                {
                    await clock.Until(start, end.Token);
                    var now = clock.Now;
                    service.Enter(phase);
                    if (phase == Phase.Slow)
                        slowAt = now;
                    view.Entered(phase, now);
                }
            }
            finally
            {
                // If a host has failed, its exception says why.
                results = await working;
            }
        }, end.Token);
        return DemoReport.Of(results, slowAt.TotalMilliseconds);
    }
}
