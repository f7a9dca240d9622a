using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>Checks the promises of calm realistic scenarios: at each call, at each transition of a grain, and each second.</summary>
internal sealed class RealisticChecks
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly HalfOpenEnds? _halfOpenEnds;
    private readonly ComesBack? _comesBack;
    private readonly HungProbes? _hungProbes;
    private readonly BreaksGrow? _breaksGrow;
    private readonly RunsOpen? _runsOpen;
    private readonly RunsAge? _runsAge;
    private readonly FewReports? _fewReports;

    public RealisticChecks(World world, RealisticPromises promises)
    {
        _world = world;
        _halfOpenEnds = promises.HasFlag(RealisticPromises.HalfOpenEnds) ? new(world) : null;
        _comesBack = promises.HasFlag(RealisticPromises.ComesBack) ? new(world) : null;
        _hungProbes = promises.HasFlag(RealisticPromises.FewHungProbes) ? new(world) : null;
        _breaksGrow = promises.HasFlag(RealisticPromises.BreaksGrow) ? new(world) : null;
        _runsOpen = promises.HasFlag(RealisticPromises.RunsOpen) ? new(world) : null;
        _runsAge = promises.HasFlag(RealisticPromises.RunsAge) ? new(world) : null;
        _fewReports = promises.HasFlag(RealisticPromises.FewReports) ? new(world) : null;
        if (promises != RealisticPromises.None)
            world.Schedule.After(Second, Tick);
    }

    public void CallBegins(SimHost host, int breaker, CallTicket ticket, CallPlan plan)
    {
        _halfOpenEnds?.CallBegins(breaker, ticket, plan);
        _hungProbes?.CallBegins(host, breaker, ticket, plan);
    }

    /// <summary>A grain has made a transition or is new.</summary>
    public void Moved(int breaker, MachineState state)
    {
        _halfOpenEnds?.Moved(breaker, state);
        _comesBack?.Moved(breaker, state);
        _breaksGrow?.Moved(breaker, state);
        _runsOpen?.Moved(breaker, state);
        _runsAge?.Moved(breaker, state);
    }

    /// <summary>A call that is no probe of the cluster has ended or become slow.</summary>
    public void CallEnded(GuardedBreaker host, long generation, CallCounts counts)
    {
        _runsOpen?.CallEnded(host.Host, host.Number, generation, counts);
        _runsAge?.CallEnded(host.Number, generation, counts);
    }

    public void Reports(GuardedBreaker host) => _fewReports?.Reports(host);

    /// <summary>The grain has requested a report.</summary>
    public void ReportRequested(GuardedBreaker host) => _fewReports?.ReportRequested(host);

    private void Tick()
    {
        _halfOpenEnds?.Check();
        _comesBack?.Check();
        _world.Schedule.After(Second, Tick);
    }
}
